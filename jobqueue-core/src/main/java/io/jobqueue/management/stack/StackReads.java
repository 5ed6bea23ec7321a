package io.jobqueue.management.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStack;
import io.jobqueue.JobStack.Outcome;
import io.jobqueue.JobStatus;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;

import org.jspecify.annotations.Nullable;

/** Requests the stacks of running jobs from their workers. */
public final class StackReads {

	/** A worker that missed the signal looks every 2 s. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long PAUSE_MILLIS = 50;

	private final StackRequests requests;

	private final Function<JobId, Optional<JobInfo>> jobs;

	private final Duration patience;

	/**
	 * Create an instance for a store.
	 * @param jobs finds a job
	 */
	public StackReads(StackRequests requests, Function<JobId, Optional<JobInfo>> jobs) {
		this(requests, jobs, PATIENCE);
	}

	/**
	 * Create an instance for a store.
	 * @param jobs finds a job
	 * @param patience how long to wait for an answer
	 */
	public StackReads(StackRequests requests, Function<JobId, Optional<JobInfo>> jobs, Duration patience) {
		this.requests = requests;
		this.jobs = jobs;
		this.patience = patience;
	}

	/** Request the stacks of a job, and wait for the answer. */
	public JobStack read(JobId id) {
		JobInfo job = this.jobs.apply(id).orElse(null);
		String worker = (job != null) ? runner(job) : null;
		if (job == null || worker == null) {
			return new JobStack(Outcome.NOT_RUNNING, null, "");
		}
		StackRequest request = new StackRequest(UUID.randomUUID().toString(), id, job.delivery());
		String answer = this.requests.ask(worker, request) ? await(request) : null;
		if (answer != null && !answer.isEmpty()) {
			return new JobStack(Outcome.TAKEN, worker, answer);
		}
		boolean runs = answer == null && this.jobs.apply(id)
			.filter((now) -> now.delivery() == job.delivery() && worker.equals(runner(now)))
			.isPresent();
		return runs ? new JobStack(Outcome.NO_ANSWER, worker, "") : new JobStack(Outcome.NOT_RUNNING, null, "");
	}

	private static @Nullable String runner(JobInfo job) {
		return (job.status() == JobStatus.STARTED) ? job.worker() : null;
	}

	private @Nullable String await(StackRequest request) {
		try {
			long start = System.nanoTime();
			String answer = this.requests.answerTo(request);
			while (answer == null && System.nanoTime() - start < this.patience.toNanos() && pause()) {
				answer = this.requests.answerTo(request);
			}
			return answer;
		}
		finally {
			this.requests.withdraw(request);
		}
	}

	/** Return whether the thread was not interrupted. */
	private static boolean pause() {
		try {
			// It is never counted down: this is a pause that an interrupt ends.
			new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
