package io.jobqueue;

import java.util.EnumSet;
import java.util.Set;

/** The status of a job. */
public enum JobStatus {

	/** The job waits for its time. */
	SCHEDULED,
	/** The job waits for a worker. */
	QUEUED,
	/** A worker holds the lease of the job. */
	STARTED,
	/** An attempt failed or requested another. The job waits for its next time. */
	RETRY,
	/**
	 * The worker of the job was stopped. The job waits at the head of its queue, and no
	 * retry was used.
	 */
	INTERRUPTED,
	/** The handler returned. The result is kept. */
	SUCCESS,
	/** An exception that is not retried, or too many lost workers. */
	FAILED,
	/** The retries are exhausted. The last error is kept. */
	MAX_RETRIES,
	/** The last attempt timed out and is not retried. */
	TIMEOUT,
	/** The handler called {@link JobContext#abort(String)}. */
	ABORTED,
	/** The job was cancelled while it waited or ran. */
	CANCELLED;

	private static final Set<JobStatus> ENDED = Set.copyOf(EnumSet.range(SUCCESS, CANCELLED));

	private static final Set<JobStatus> DEAD_LETTERS = Set.copyOf(EnumSet.of(FAILED, MAX_RETRIES, TIMEOUT));

	/**
	 * Whether a job with this status has ended. It runs again only if it is requeued.
	 */
	public boolean isEnd() {
		return ENDED.contains(this);
	}

	/** Whether a job with this status is a dead letter. */
	public boolean isDeadLetter() {
		return DEAD_LETTERS.contains(this);
	}

	/** Whether a job with this status waits for a worker or for its time. */
	public boolean isWaiting() {
		return !isEnd() && this != STARTED;
	}

}
