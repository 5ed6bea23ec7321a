package io.jobqueue.store;

/**
 * What came of one {@link Outcome}.
 */
public enum FinishResult {

	/** It is stored. */
	APPLIED,
	/** It had been stored before: the call was a repetition. Nothing changed. */
	ALREADY_APPLIED,
	/**
	 * The job is not this worker's, or not of this delivery, any more: its lease ran out,
	 * or it was cancelled. Nothing changed.
	 */
	STALE

}
