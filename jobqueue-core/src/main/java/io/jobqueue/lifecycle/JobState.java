package io.jobqueue.lifecycle;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.JobCondition;
import io.jobqueue.store.JobDetails;
import io.jobqueue.store.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * All of a job that changes, except for its history and what is {@link KeptData kept}
 * with it. What never changes is its {@link NewJob}.
 *
 * @param id its identity
 * @param queue the queue it is in
 * @param status its status; QUEUED while it is in line
 * @param first whether it goes before all others of its queue, because it was interrupted
 * @param dueAt since when, or from when on, it may run
 * @param delivery how often it was claimed
 * @param retries how many retries it has used
 * @param losses how many workers in a row were lost while they ran it
 * @param interruptions how many of its attempts in a row were interrupted
 * @param maxRetries the number of retries that an outcome has set, {@code null} for the
 * number it was dispatched with
 * @param hold the worker that holds it, {@code null} for none
 * @param last the last attempt that counts
 * @param finish the attempt that was finished last by its worker, {@code null} for none
 * @param unknownSince since when its task is unknown, {@code null} if it is not
 * @param endedAt when it ended, {@code null} if it has not
 */
public record JobState(JobId id, String queue, JobStatus status, boolean first, Instant dueAt, int delivery,
		int retries, int losses, int interruptions, @Nullable Integer maxRetries, @Nullable Hold hold, LastAttempt last,
		@Nullable Finish finish, @Nullable Instant unknownSince, @Nullable Instant endedAt) {

	/** A job as it is inserted. */
	public static JobState inserted(NewJob job, Instant now) {
		Instant due = (job.delay() != null) ? now.plus(job.delay()) : (job.dueAt() != null) ? job.dueAt() : now;
		boolean later = due.isAfter(now);
		return new JobState(job.id(), job.queue(), later ? JobStatus.SCHEDULED : JobStatus.QUEUED, false,
				later ? due : now, 0, 0, 0, 0, null, null, LastAttempt.NONE, null, null, null);
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

	/** Whether a worker holds it that has not said that it started. */
	public boolean isInLine() {
		return this.hold != null && this.hold.inLine();
	}

	/** Whether a worker holds it in this delivery. */
	public boolean isHeldBy(String worker, int delivery) {
		return this.hold != null && this.hold.worker().equals(worker) && this.delivery == delivery;
	}

	/** Whether this very attempt was finished last. */
	public boolean isFinishedBy(String worker, int delivery) {
		return this.finish != null && this.finish.worker().equals(worker) && this.finish.delivery() == delivery;
	}

	/** The attempt to show: the one that is under way, else the last one that counts. */
	public LastAttempt shown() {
		return (this.hold != null && !this.hold.inLine()) ? this.hold.attempt(this.retries) : this.last;
	}

	/**
	 * The job as its worker sees it; for one that is not held, as its last worker saw it.
	 */
	public ClaimedJob toClaimed(JobDetails job, Instant createdAt) {
		Instant startedAt = (this.hold != null) ? this.hold.startedAt() : this.last.startedAt();
		if (startedAt == null) {
			throw new IllegalStateException("Job '" + this.id + "' has never been started, it is " + this.status);
		}
		return new ClaimedJob(this.id, this.queue, details(job), this.delivery, this.retries, this.losses,
				this.interruptions, createdAt, this.dueAt, startedAt, this.unknownSince);
	}

	/** The job as people see it. */
	public JobInfo toInfo(JobDetails job, Instant createdAt, KeptData kept, List<JobAttempt> history) {
		LastAttempt shown = shown();
		return details(job).info(this.id, this.queue,
				new JobCondition(this.status, shown.attempts(), this.retries, this.delivery, createdAt,
						this.status.isEnd() ? null : this.dueAt, shown.startedAt(), this.endedAt, shown.worker(),
						shown.progress(), kept.error(), kept.handlerError(), kept.result(), history));
	}

	private JobDetails details(JobDetails job) {
		return (this.maxRetries != null) ? job.withMaxRetries(this.maxRetries) : job;
	}

	/**
	 * A worker's hold on a job.
	 *
	 * @param worker the worker
	 * @param startedAt when it claimed the job
	 * @param progress from 0.0 to 1.0
	 * @param inLine whether it has not said that the job started
	 */
	public record Hold(String worker, Instant startedAt, double progress, boolean inLine) {

		LastAttempt attempt(int retries) {
			return new LastAttempt(retries + 1, this.worker, this.startedAt, this.progress);
		}

	}

	/**
	 * The last attempt that counts: one that was given back does not.
	 *
	 * @param attempts how many attempts were started, those made again not counted twice
	 * @param worker the worker that made it, {@code null} for none
	 * @param startedAt when it started, {@code null} for none
	 * @param progress from 0.0 to 1.0
	 */
	public record LastAttempt(int attempts, @Nullable String worker, @Nullable Instant startedAt, double progress) {

		/** There was no attempt. */
		public static final LastAttempt NONE = new LastAttempt(0, null, null, 0);

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
