package io.jobqueue.management;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

import io.jobqueue.DurationText;
import io.jobqueue.JobAwaitException;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.dispatch.UncommittedJobs;

/**
 * Waits for the end of a job by polling, first every 10 ms, later every 250 ms. It needs
 * no thread and no subscription of its own.
 */
final class JobAwait {

	private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

	private final Function<JobId, Optional<JobInfo>> jobs;

	private final Predicate<String> served;

	private final Predicate<String> paused;

	private final Predicate<String> known;

	/**
	 * Create an instance for a store.
	 * @param jobs finds a job
	 * @param served whether a live worker serves a queue
	 * @param paused whether a queue is paused
	 * @param known whether this application knows a task
	 */
	JobAwait(Function<JobId, Optional<JobInfo>> jobs, Predicate<String> served, Predicate<String> paused,
			Predicate<String> known) {
		this.jobs = jobs;
		this.served = served;
		this.paused = paused;
		this.known = known;
	}

	JobInfo await(JobId id, Duration timeout) {
		if (UncommittedJobs.contains(id)) {
			throw new JobAwaitException(
					"Job '%s' waits for the commit of the transaction that dispatched it, which this ".formatted(id)
							+ "thread is in: await it after the transaction");
		}
		long start = System.nanoTime();
		long patience = TimeUnit.NANOSECONDS.convert(timeout);
		long pause = FIRST_PAUSE;
		JobInfo job = find(id);
		while (!job.status().isEnd()) {
			long left = patience - (System.nanoTime() - start);
			if (left <= 0) {
				throw new JobAwaitException("Job '%s' is %s after %s; %s".formatted(id, job.status(),
						DurationText.of(timeout), advice(job)));
			}
			pause(id, Math.min(pause, left));
			pause = Math.min(pause * 3 / 2, LONGEST_PAUSE);
			job = find(id);
		}
		return job;
	}

	private String advice(JobInfo job) {
		List<String> advice = new ArrayList<>();
		if (job.status() != JobStatus.STARTED && !this.known.test(job.task())) {
			advice
				.add(("task '%s' is not known in this application: deploy a worker that knows it, or make its class a "
						+ "Spring bean here, such as by component scanning")
					.formatted(job.task()));
		}
		if (job.status() != JobStatus.STARTED && !this.served.test(job.queue())) {
			advice.add("no worker serves queue '%s': start one that does, or name the queue under jobqueue.queues"
				.formatted(job.queue()));
		}
		if (job.status() != JobStatus.STARTED && this.paused.test(job.queue())) {
			advice.add("queue '%s' is paused: resume it by JobOperator.resume or the endpoint".formatted(job.queue()));
		}
		return advice.isEmpty() ? "it goes on: wait longer, or cancel it" : String.join("; ", advice);
	}

	private JobInfo find(JobId id) {
		return this.jobs.apply(id)
			.orElseThrow(() -> new JobAwaitException(
					"Job '%s' does not exist: it was never stored, was deleted after its time, or still waits in the outbox"
						.formatted(id)));
	}

	private static void pause(JobId id, long nanos) {
		try {
			// It is never counted down: this is a pause that an interrupt ends.
			new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new JobAwaitException(
					"The thread that waited for job '%s' was interrupted; the job goes on".formatted(id), ex);
		}
	}

}
