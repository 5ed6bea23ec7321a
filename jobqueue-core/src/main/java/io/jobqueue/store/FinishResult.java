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
	STALE,
	/**
	 * Another call to the store, perhaps one of a worker that was lost in the middle of
	 * it, is at work on the job and has not ended. Nothing changed; the outcome is to be
	 * given again a little later.
	 */
	LOCKED

}
