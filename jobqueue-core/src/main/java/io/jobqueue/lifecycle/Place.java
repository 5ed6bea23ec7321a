package io.jobqueue.lifecycle;

/**
 * Where a store keeps a job. Each job is in exactly one place.
 */
public enum Place {

	/** It may be claimed: QUEUED or INTERRUPTED, and no worker holds it. */
	READY,
	/** It waits for its time: SCHEDULED or RETRY. */
	DELAYED,
	/** A worker holds it: STARTED, or QUEUED while it is in line. */
	HELD,
	/** It has ended. */
	ENDED

}
