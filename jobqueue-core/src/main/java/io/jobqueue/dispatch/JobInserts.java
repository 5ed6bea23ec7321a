package io.jobqueue.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.jobqueue.DispatchResult;
import io.jobqueue.JobDispatchException;
import io.jobqueue.JobEvent;
import io.jobqueue.JobId;
import io.jobqueue.QueueFullException;
import io.jobqueue.dispatch.group.GroupedInserts;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.Duplicates;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.support.Halving;

/** Inserts jobs into the store and publishes what was stored. */
final class JobInserts {

	private final StoreBackend store;

	private final JobEvents events;

	private final RoomWait room;

	private final GroupedInserts grouped;

	JobInserts(StoreBackend store, JobEvents events, RoomWait room) {
		this.store = store;
		this.events = events;
		this.room = room;
		this.grouped = new GroupedInserts(this::insertNow);
	}

	/**
	 * Whether an insert now becomes part of the caller's transaction.
	 * @throws JobDispatchException if the connection of that transaction is broken
	 */
	boolean joinTransaction() {
		try {
			return this.store.intake().joinsTransaction();
		}
		catch (StoreUnavailableException ex) {
			throw new JobDispatchException("The store cannot be used, and nothing was dispatched: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Insert jobs and publish what was stored. If a queue is full, wait for room as it is
	 * configured.
	 * @throws QueueFullException if a queue stays full
	 * @throws JobDispatchException if the store did not store them, or its reply was lost
	 */
	List<DispatchResult> store(List<NewJob> jobs) {
		Insertion insertion = new Insertion(jobs, insert(jobs, this.grouped::insert, this::stored));
		done(insertion);
		if (!insertion.full().isEmpty()) {
			awaitRoom(insertion);
		}
		return answer(jobs, insertion.results());
	}

	/**
	 * Insert jobs and publish what was stored, without a wait for room.
	 * @param reason why there is no wait, as the end of a sentence
	 * @throws QueueFullException if a queue is full
	 * @throws JobDispatchException if the store did not store them, or its reply was lost
	 */
	List<DispatchResult> storeAtOnce(List<NewJob> jobs, String reason) {
		Insertion insertion = new Insertion(jobs, insert(jobs, this::insertNow, this::stored));
		done(insertion);
		insertion.requireRoom(reason);
		return answer(jobs, insertion.results());
	}

	private void awaitRoom(Insertion insertion) {
		String reason = this.room.await(insertion::full, (jobs) -> {
			Insertion next = new Insertion(jobs, insertBehind(jobs, insertion.inserted()));
			done(next);
			insertion.add(next);
		});
		insertion.requireRoom(reason);
	}

	/** Insert jobs of a call that has stored others before. */
	private List<InsertResult> insertBehind(List<NewJob> jobs, List<NewJob> before) {
		try {
			return insert(jobs, this.grouped::insert, this::stored);
		}
		catch (JobDispatchException ex) {
			if (before.isEmpty()) {
				throw ex;
			}
			throw new JobDispatchException("%s. Before this, the call had stored %d jobs: %s".formatted(ex.getMessage(),
					before.size(), before.stream().map(NewJob::id).toList()), ex);
		}
	}

	/** What a dispatch answers. */
	List<DispatchResult> answer(List<NewJob> jobs, List<InsertResult> results) {
		return this.store.intake().isDeferred() ? DispatchResults.deferred(jobs) : DispatchResults.of(jobs, results);
	}

	/**
	 * Insert jobs and publish what was stored. A job that the store refuses does not
	 * prevent the others from being stored.
	 * @param lost called with jobs that are not known to be stored, and the reason
	 */
	void storeEach(List<NewJob> jobs, BiConsumer<List<NewJob>, RuntimeException> lost) {
		Halving<NewJob> parts = new Halving<>(jobs);
		for (List<NewJob> part = parts.next(); !part.isEmpty(); part = parts.next()) {
			try {
				List<InsertResult> results = this.store.intake().insert(part, Admission.ALWAYS);
				// A job that existed before was stored by a larger call, which failed.
				stored(select(part, results, (result) -> result.owner() == null));
				duplicates(Duplicates.of(part, results));
			}
			catch (RuntimeException ex) {
				if (!(ex instanceof StoreRefusedException) || !parts.halve(part)) {
					lost(part, ex, lost);
				}
			}
		}
	}

	private void lost(List<NewJob> jobs, RuntimeException cause, BiConsumer<List<NewJob>, RuntimeException> lost) {
		List<NewJob> missing = new ArrayList<>(jobs);
		JobDispatchException failure = new JobDispatchException(describe(jobs, cause, (taken) -> {
			stored(taken);
			missing.removeAll(taken);
		}), cause);
		if (!missing.isEmpty()) {
			lost.accept(missing, failure);
		}
	}

	/**
	 * Insert jobs, of which those that find their queue full are not stored.
	 * @return what came of each
	 * @throws JobDispatchException if the store did not store them, or its reply was lost
	 */
	List<InsertResult> insert(List<NewJob> jobs) {
		return insert(jobs, this::insertNow, (taken) -> {
		});
	}

	/**
	 * By a call of this thread, which may be part of the transaction of the caller. Some
	 * clients send the jobs of an interrupted thread, but do not wait for the answer.
	 */
	private List<InsertResult> insertNow(List<NewJob> jobs) {
		boolean interrupted = Thread.interrupted();
		try {
			return this.store.intake().insert(jobs, Admission.WITHIN_SIZE);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Insert jobs. If the call fails, those that it stored are published. */
	private List<InsertResult> insert(List<NewJob> jobs, Function<List<NewJob>, List<InsertResult>> call,
			Consumer<List<NewJob>> taken) {
		if (this.store.intake().isDeferred()) {
			DispatchResults.requireDeferrable(jobs);
		}
		try {
			return call.apply(jobs);
		}
		catch (RuntimeException ex) {
			throw new JobDispatchException(describe(jobs, ex, taken), ex);
		}
	}

	private static List<NewJob> select(List<NewJob> jobs, List<InsertResult> results, Predicate<InsertResult> which) {
		return IntStream.range(0, jobs.size()).filter((i) -> which.test(results.get(i))).mapToObj(jobs::get).toList();
	}

	private String describe(List<NewJob> jobs, RuntimeException failure, Consumer<List<NewJob>> taken) {
		if (failure instanceof StoreUnavailableException unavailable && unavailable.hadNoEffect()) {
			return "The store cannot be used, and it did not take %s: %s".formatted(describe(jobs),
					failure.getMessage());
		}
		if (failure instanceof StoreFullException) {
			return "The store is full; " + taken(jobs, failure, taken);
		}
		if (failure instanceof StoreRefusedException) {
			return "The store refuses this for good; " + taken(jobs, failure, taken);
		}
		return "The store %s, and it is not known whether it took %s: %s".formatted(
				(failure instanceof StoreUnavailableException) ? "cannot be used" : "failed", describe(jobs),
				failure.getMessage());
	}

	/** Publish that jobs are stored. */
	void stored(List<NewJob> jobs) {
		publish(jobs, JobEvent.Dispatched::new);
	}

	/**
	 * Check that a call knows what it has stored.
	 * @throws io.jobqueue.InvalidJobException if not
	 */
	void requireImmediate() {
		if (this.store.intake().isDeferred()) {
			throw FlowSending.deferred();
		}
	}

	/** Publish what was inserted. */
	void done(Insertion insertion) {
		stored(insertion.inserted());
		duplicates(insertion.duplicates());
	}

	/** Publish that jobs were not stored, because other jobs own their unique keys. */
	void duplicates(List<JobEvent.Duplicate> duplicates) {
		duplicates.forEach(this.events::publish);
	}

	/** Publish that jobs were not stored although their transaction committed. */
	void unsent(List<NewJob> jobs) {
		publish(jobs, JobEvent.Unsent::new);
	}

	private String taken(List<NewJob> jobs, RuntimeException cause, Consumer<List<NewJob>> taken) {
		try {
			Set<JobId> stored = (jobs.size() > 1)
					? this.store.queries().find(jobs.stream().map(NewJob::id).toList()).keySet() : Set.of();
			taken.accept(jobs.stream().filter((job) -> stored.contains(job.id())).toList());
			return "of %s it took %s: %s".formatted(describe(jobs),
					stored.isEmpty() ? "none" : stored.size() + " " + stored, cause.getMessage());
		}
		catch (RuntimeException ex) {
			cause.addSuppressed(ex);
			return "it is not known how many of %s it took: %s".formatted(describe(jobs), cause.getMessage());
		}
	}

	private static String describe(List<NewJob> jobs) {
		NewJob first = jobs.get(0);
		return (jobs.size() == 1) ? "job '%s' of task '%s'".formatted(first.id(), first.task())
				: "the %d jobs from '%s' to '%s'".formatted(jobs.size(), first.id(), jobs.get(jobs.size() - 1).id());
	}

	private void publish(List<NewJob> jobs, Counted counted) {
		if (this.events.isEmpty()) {
			return;
		}
		Map<Group, Integer> counts = new LinkedHashMap<>();
		jobs.forEach((job) -> counts.merge(new Group(job.queue(), job.task()), 1, Integer::sum));
		counts.forEach((group, count) -> this.events.publish(counted.event(group.queue(), group.task(), count)));
	}

	private record Group(String queue, String task) {
	}

	/** Makes the event of jobs of one queue and task. */
	@FunctionalInterface
	private interface Counted {

		JobEvent event(String queue, String task, int count);

	}

}
