package io.jobqueue.lifecycle;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.job.JobCondition;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobProgress;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * The mutable part of a job, except for its history and its {@link KeptData}. The
 * immutable part is its {@link NewJob}.
 *
 * @param id its identity
 * @param queue the queue it is in
 * @param status its status; QUEUED while it is claimed ahead and not started
 * @param first whether it precedes all others of its queue, because it was interrupted
 * @param dueAt the time from which it may run
 * @param delivery the number of claims
 * @param retries the number of used retries
 * @param lostDeliveries the number of lost workers in a row
 * @param interruptions the number of interrupted attempts in a row
 * @param maxRetries the number of retries that an outcome has set, {@code null} for the
 * number it was dispatched with
 * @param hold the hold of its worker, {@code null} for none
 * @param last the last attempt that counts
 * @param finish the last attempt that its worker finished, {@code null} for none
 * @param unknownSince since when its task is unknown, {@code null} if it is not
 * @param endedAt when it ended, {@code null} if it has not
 */
public record JobState(JobId id, String queue, JobStatus status, boolean first, Instant dueAt, int delivery,
		int retries, int lostDeliveries, int interruptions, @Nullable Integer maxRetries, @Nullable Hold hold,
		LastAttempt last, @Nullable Finish finish, @Nullable Instant unknownSince, @Nullable Instant endedAt) {

	/** Create the state of a job that is inserted. */
	public static JobState inserted(NewJob job, Instant now) {
		Instant due = (job.delay() != null) ? now.plus(job.delay()) : (job.dueAt() != null) ? job.dueAt() : now;
		boolean later = due.isAfter(now);
		return new JobState(job.id(), job.queue(), later ? JobStatus.SCHEDULED : JobStatus.QUEUED, false,
				later ? due : now, 0, 0, 0, 0, null, null, LastAttempt.NONE, null, null, null);
	}

	/** Return the state of a waiting job that is put off to a later time. */
	public JobState putOff(Instant due) {
		return new JobState(this.id, this.queue, JobStatus.SCHEDULED, false, due, this.delivery, this.retries,
				this.lostDeliveries, this.interruptions, this.maxRetries, null, this.last, this.finish,
				this.unknownSince, null);
	}

	public Place place() {
		if (this.hold != null) {
			return Place.HELD;
		}
		return switch (this.status) {
			case QUEUED, INTERRUPTED -> Place.READY;
			case SCHEDULED, RETRY -> Place.DELAYED;
			case STARTED -> throw new IllegalStateException("Job '" + this.id + "' is STARTED without a worker");
			case SUCCESS, FAILED, MAX_RETRIES, TIMEOUT, ABORTED, CANCELLED -> Place.ENDED;
		};
	}

	/**
	 * Return whether a worker has claimed the job ahead and has not reported its start.
	 */
	public boolean isInLine() {
		return this.hold != null && this.hold.inLine();
	}

	/**
	 * Return whether an attempt of the job has started. A job that its worker has given
	 * back without a start has not run.
	 */
	public boolean hasRun() {
		return (this.hold != null && !this.hold.inLine()) || this.last.attempts() > 0 || wasAttempted();
	}

	/**
	 * Return whether an attempt of the job was ever made, apart from the present one.
	 */
	public boolean wasAttempted() {
		return this.last.worker() != null;
	}

	/** Return whether the given worker holds the job with the given delivery. */
	public boolean isHeldBy(String worker, int delivery) {
		return this.hold != null && this.hold.worker().equals(worker) && this.delivery == delivery;
	}

	/** Return whether the given attempt is the last one that was finished. */
	public boolean isFinishedBy(String worker, int delivery) {
		return this.finish != null && this.finish.worker().equals(worker) && this.finish.delivery() == delivery;
	}

	/**
	 * Return the attempt to show: the current one, else the last one that counts.
	 */
	public LastAttempt shown() {
		return (this.hold != null && !this.hold.inLine()) ? this.hold.attempt(this.retries) : this.last;
	}

	/**
	 * Return the job as its worker receives it. For a job that is not held, this is the
	 * view of its last worker.
	 */
	public ClaimedJob toClaimed(JobDetails job, Instant createdAt) {
		Instant startedAt = (this.hold != null) ? this.hold.startedAt() : this.last.startedAt();
		if (startedAt == null) {
			throw new IllegalStateException("Job '" + this.id + "' has never been started, it is " + this.status);
		}
		return new ClaimedJob(this.id, this.queue, details(job), this.delivery, this.retries, this.lostDeliveries,
				this.interruptions, createdAt, this.dueAt, startedAt, this.unknownSince, List.of());
	}

	/** Return the job as {@code JobExplorer} shows it. */
	public JobInfo toInfo(JobDetails job, JobTraits traits, Instant createdAt, KeptData kept,
			List<JobAttempt> history) {
		LastAttempt shown = shown();
		return details(job).info(this.id, this.queue, traits.tags(),
				new JobCondition(this.status, shown.attempts(), this.retries, this.delivery, createdAt,
						this.status.isEnd() ? null : this.dueAt, shown.startedAt(), this.endedAt, shown.worker(),
						shown.progress(), kept.error(), kept.onFailureError(), kept.result(), history));
	}

	private JobDetails details(JobDetails job) {
		return (this.maxRetries != null) ? job.withMaxRetries(this.maxRetries) : job;
	}

	/**
	 * The hold of a worker on a job.
	 *
	 * @param worker the worker
	 * @param startedAt when it claimed the job
	 * @param progress its progress
	 * @param inLine whether it has not reported the start of the job
	 */
	public record Hold(String worker, Instant startedAt, JobProgress progress, boolean inLine) {

		LastAttempt attempt(int retries) {
			return new LastAttempt(retries + 1, this.worker, this.startedAt, this.progress);
		}

	}

	/**
	 * The last attempt that counts; a released one does not.
	 *
	 * @param attempts the number of attempts, without repetitions
	 * @param worker the worker that made it, {@code null} for none
	 * @param startedAt when it started, {@code null} for none
	 * @param progress its progress
	 */
	public record LastAttempt(int attempts, @Nullable String worker, @Nullable Instant startedAt,
			JobProgress progress) {

		/** No attempt was made. */
		public static final LastAttempt NONE = new LastAttempt(0, null, null, JobProgress.NONE);

	}

	/**
	 * The end of an attempt by its own worker.
	 *
	 * @param delivery the delivery of the attempt
	 * @param worker the worker
	 */
	public record Finish(int delivery, String worker) {
	}

}
