package io.jobqueue.store.job;

/** Whether the maximum size of a queue applies to inserted jobs. */
public enum Admission {

	/** A job that finds its queue full is not stored. */
	WITHIN_SIZE,
	/**
	 * All jobs are stored. This is for jobs whose dispatch has already returned, such as
	 * those of a committed transaction.
	 */
	ALWAYS

}
