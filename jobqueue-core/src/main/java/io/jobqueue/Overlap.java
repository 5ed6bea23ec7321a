package io.jobqueue;

/**
 * What happens to a tick of a schedule while its previous job has not ended. A job that
 * waits for a retry has not ended. A dead letter has.
 */
public enum Overlap {

	/** The tick is skipped. */
	SKIP,

	/** The tick is fired. Several jobs of the schedule can run at the same time. */
	ALLOW,

	/**
	 * The tick waits until the job has ended. Of several ticks only the newest waits.
	 */
	QUEUE

}
