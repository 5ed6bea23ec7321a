package io.jobqueue;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a job stands in its life.
 */
public enum JobStatus {

	/** Waits for its time. */
	SCHEDULED,
	/** Waits for a worker. */
	QUEUED,
	/** A worker holds its lease. */
	STARTED,
	/** An attempt did not succeed, or asked for another; waits for its next time. */
	RETRY,
	/**
	 * Its worker was stopped and gave it back; waits at the head of its queue; costs no
	 * retry.
	 */
	INTERRUPTED,
	/** Done; the result is kept. */
	SUCCESS,
	/** An exception that is not to be retried. */
	FAILED,
	/** Retries used up; the last error is kept. */
	MAX_RETRIES,
	/** Ran past its timeout and is not retried. */
	TIMEOUT,
	/** The handler gave up by {@link JobContext#abort(String)}. */
	ABORTED,
	/** Cancelled by a person or by code, waiting or running. */
	CANCELLED;

	private static final Set<JobStatus> ENDED = Set.copyOf(EnumSet.range(SUCCESS, CANCELLED));

	private static final Set<JobStatus> DEAD_LETTERS = Set.copyOf(EnumSet.of(FAILED, MAX_RETRIES, TIMEOUT));

	/** Whether a job in this status never runs again unless it is requeued. */
	public boolean isEnd() {
		return ENDED.contains(this);
	}

	/** Whether a job in this status is a dead letter. */
	public boolean isDeadLetter() {
		return DEAD_LETTERS.contains(this);
	}

	/** Whether a job in this status waits for a worker or for its time. */
	public boolean isWaiting() {
		return !isEnd() && this != STARTED;
	}

}
