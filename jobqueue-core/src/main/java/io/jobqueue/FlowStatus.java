package io.jobqueue;

/** The status of a flow. */
public enum FlowStatus {

	/** The call that creates it has not returned: jobs are still added. */
	OPEN,

	/** Its jobs wait or run. */
	RUNNING,

	/** All its jobs have succeeded. */
	SUCCESS,

	/**
	 * All jobs of its present stage have ended, and at least one did not succeed. If
	 * those are requeued and succeed, the flow goes on.
	 */
	FAILED,

	/** It was cancelled. */
	CANCELLED,

	/**
	 * The call that created it never returned, so nothing follows it and its jobs were
	 * cancelled.
	 */
	ABANDONED;

	/** Whether no jobs can be added. */
	public boolean isOver() {
		return this == SUCCESS || this == CANCELLED || this == ABANDONED;
	}

}
