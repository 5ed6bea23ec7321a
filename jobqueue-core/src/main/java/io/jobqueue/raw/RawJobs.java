package io.jobqueue.raw;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobRequest;
import io.jobqueue.RawItem;
import io.jobqueue.RawJobFactory;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.raw.RawEntry;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.task.Task;

/**
 * Turns the items of one raw queue into jobs. What cannot become a job becomes a dead
 * item.
 */
final class RawJobs {

	private static final int LONGEST_REASON = 1_000;

	private final RawQueue queue;

	private final long maxSize;

	private final Source source;

	private RawJobs(RawQueue queue, long maxSize, Source source) {
		this.queue = queue;
		this.maxSize = maxSize;
		this.source = source;
	}

	/** The items are payloads of a task, as they are. */
	static RawJobs of(RawQueue queue, long maxSize, JobPreparation preparation, Task task, JobSerializer serializer) {
		return new RawJobs(queue, maxSize, (entry) -> {
			if (task.payloadType() == Void.class || task.payloadType() == void.class) {
				// Any text can be read as that type.
				serializer.requireReadable(entry.text(), null);
			}
			Object payload = serializer.read(entry.text(), task.payloadType());
			return preparation.prepare(JobRequest.of(task.name(), payload).onQueue(queue.queue()), entry.text());
		});
	}

	/** A factory of the application makes the jobs. */
	static RawJobs of(RawQueue queue, long maxSize, JobPreparation preparation, RawJobFactory factory) {
		return new RawJobs(queue, maxSize, (entry) -> {
			JobRequest request = factory.create(new RawItem(queue.name(), entry.text(), entry.score()));
			if (request == null) {
				throw new InvalidJobException(
						"%s returned null: return a request, or throw to refuse the item".formatted(name(factory)));
			}
			return preparation.prepare((request.queue() != null) ? request : request.onQueue(queue.queue()));
		});
	}

	private static String name(RawJobFactory factory) {
		return factory.getClass().getName();
	}

	/**
	 * What is to become of an item.
	 * @throws StoreUnavailableException if the application needs the store for that
	 */
	RawMove move(RawEntry entry) {
		boolean large = entry.bytes() > this.maxSize;
		if (large) {
			return RawMove.dead(entry,
					("It has %,d bytes, but at most %,d are allowed: keep the data elsewhere and put a "
							+ "reference there, or raise 'jobqueue.payload.max-size'")
						.formatted(entry.bytes(), this.maxSize),
					true);
		}
		if (entry.fault() != null) {
			return RawMove.dead(entry, entry.fault(), false);
		}
		try {
			NewJob job = this.source.make(entry);
			return job.queue().equals(this.queue.queue()) ? RawMove.job(entry, job)
					: RawMove.dead(entry,
							("Its job is for queue '%s', but the raw queue fills queue '%s': leave the queue "
									+ "out, or change 'jobqueue.raw-queues.%s.queue'")
								.formatted(job.queue(), this.queue.queue(), this.queue.name()),
							false);
		}
		catch (StoreUnavailableException ex) {
			throw ex;
		}
		catch (OutOfMemoryError ex) {
			// The next item may do as well, so this one is not to blame.
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			return RawMove.dead(entry, StoredText.cut(reason(ex), LONGEST_REASON), false);
		}
	}

	private static String reason(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return (failure instanceof JobQueueException) ? message
				: "%s: %s".formatted(failure.getClass().getName(), message);
	}

	/** Makes the job of an item. */
	@FunctionalInterface
	private interface Source {

		NewJob make(RawEntry entry);

	}

}
