package io.jobqueue.store.feed;

import java.time.Duration;
import java.util.List;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a claimed job. Created by the factory methods, changed by the
 * {@code with} methods.
 *
 * @param id the id of the job
 * @param delivery the delivery with which it was claimed
 * @param kind what happens to the job
 * @param status the status of the job afterwards
 * @param delay the time until it is due again, zero for immediately; not for ends
 * @param result the result as JSON, for SUCCESS
 * @param error the error, {@code null} for none
 * @param maxRetries the number of retries of the job from now on, {@code null} for no
 * change
 * @param queue the next queue of the job, {@code null} for the same; only for
 * {@link Kind#RETRY}
 * @param counted whether a {@link Kind#RETRY} uses a retry
 * @param limits the limits that the job is under from now on, {@code null} for no change;
 * only for {@link Kind#RELEASE}: the job then waits by its priority
 */
public record Outcome(JobId id, int delivery, Kind kind, JobStatus status, Duration delay, @Nullable String result,
		@Nullable JobError error, @Nullable Integer maxRetries, @Nullable String queue, boolean counted,
		@Nullable List<String> limits) {

	public Outcome {
		limits = (limits != null) ? List.copyOf(limits) : null;
	}

	/** What happens to a job. */
	public enum Kind {

		/**
		 * It ends, with an entry in its history. After SUCCESS, errors of its earlier
		 * attempts stay in its history only.
		 */
		END,
		/** It waits for another attempt, uses one retry, with an entry in its history. */
		RETRY,
		/**
		 * It goes back to the head of its queue as INTERRUPTED, due since when it was due
		 * before, uses no retry, with an entry in its history. It is one more
		 * interruption in a row.
		 */
		INTERRUPT,
		/**
		 * It goes back as after a lost worker: QUEUED by its priority, due since when it
		 * was due before, with one more loss, uses no retry, with an entry in its
		 * history. It is one more interruption too.
		 */
		LOSS,
		/**
		 * It goes back to the place it was taken from, as if it had not been claimed: no
		 * retry used, no entry in its history, lost deliveries kept; one that was
		 * INTERRUPTED is so again.
		 */
		RELEASE,
		/**
		 * No handler here: it waits with status RETRY, uses no retry, leaves no entry in
		 * its history, and remembers since when ({@link ClaimedJob#unknownSince()}).
		 */
		UNKNOWN_TASK

	}

	public static Outcome success(ClaimedJob job, @Nullable String result) {
		return of(job, Kind.END, JobStatus.SUCCESS, Duration.ZERO, null).withResult(result);
	}

	/** An end other than SUCCESS. */
	public static Outcome end(ClaimedJob job, JobStatus status, @Nullable JobError error) {
		return of(job, Kind.END, status, Duration.ZERO, error);
	}

	/** Status RETRY after a delay; QUEUED at the tail of the queue if it is zero. */
	public static Outcome retry(ClaimedJob job, Duration delay, @Nullable JobError error) {
		return of(job, Kind.RETRY, delay.isZero() ? JobStatus.QUEUED : JobStatus.RETRY, delay, error);
	}

	public static Outcome interrupted(ClaimedJob job) {
		return of(job, Kind.INTERRUPT, JobStatus.INTERRUPTED, Duration.ZERO, null);
	}

	/** An interruption that counts as a lost worker. */
	public static Outcome lost(ClaimedJob job) {
		return of(job, Kind.LOSS, JobStatus.QUEUED, Duration.ZERO, null);
	}

	public static Outcome release(JobId id, int delivery) {
		return new Outcome(id, delivery, Kind.RELEASE, JobStatus.QUEUED, Duration.ZERO, null, null, null, null, true,
				null);
	}

	/** Release a job that is under other limits than those it was stored with. */
	public static Outcome park(ClaimedJob job, List<String> limits) {
		return new Outcome(job.id(), job.delivery(), Kind.RELEASE, JobStatus.QUEUED, Duration.ZERO, null, null, null,
				null, true, limits);
	}

	public static Outcome unknownTask(ClaimedJob job, Duration delay) {
		return of(job, Kind.UNKNOWN_TASK, JobStatus.RETRY, delay, null);
	}

	private static Outcome of(ClaimedJob job, Kind kind, JobStatus status, Duration delay, @Nullable JobError error) {
		return new Outcome(job.id(), job.delivery(), kind, status, delay, null, error, null, null, true, null);
	}

	public Outcome withResult(@Nullable String result) {
		return new Outcome(this.id, this.delivery, this.kind, this.status, this.delay, result, this.error,
				this.maxRetries, this.queue, this.counted, this.limits);
	}

	public Outcome withMaxRetries(@Nullable Integer maxRetries) {
		return new Outcome(this.id, this.delivery, this.kind, this.status, this.delay, this.result, this.error,
				maxRetries, this.queue, this.counted, this.limits);
	}

	public Outcome withQueue(@Nullable String queue) {
		return new Outcome(this.id, this.delivery, this.kind, this.status, this.delay, this.result, this.error,
				this.maxRetries, queue, this.counted, this.limits);
	}

	/** The same outcome, for a retry that uses no retry of the job. */
	public Outcome withoutCount() {
		return new Outcome(this.id, this.delivery, this.kind, this.status, this.delay, this.result, this.error,
				this.maxRetries, this.queue, false, this.limits);
	}

}
