package io.jobqueue.lifecycle;

/**
 * The points in the life of a job at which a store runs its hooks, in one place per
 * store. After all transitions of a step, each hook is settled once.
 */
public enum Hook {

	/** No worker holds the job any more. */
	STOPPED,
	/** The job has ended for any reason, or was deleted before it ended. */
	ENDED,
	/** A worker holds the job from now on. */
	STARTED,
	/**
	 * The job waits, and may start when it is first in its queue or when its due time is
	 * reached.
	 */
	ENTERED

}
