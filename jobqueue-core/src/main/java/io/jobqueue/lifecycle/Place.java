package io.jobqueue.lifecycle;

/** Where a store keeps a job. Each job is in exactly one place. */
public enum Place {

	/** The job may be claimed: QUEUED or INTERRUPTED, and no worker holds it. */
	READY,
	/** The job waits until it is due: SCHEDULED or RETRY. */
	DELAYED,
	/** A worker holds the job: STARTED, or QUEUED while it is claimed ahead. */
	HELD,
	/** The job has ended. */
	ENDED

}
