package io.jobqueue.store.feed;

/** The result of storing one {@link Outcome}. */
public enum FinishResult {

	/** It is stored. */
	APPLIED,
	/** It had been stored before: the call was a repetition. Nothing changed. */
	ALREADY_APPLIED,
	/**
	 * The worker no longer holds this delivery of the job: its lease expired, or the job
	 * was cancelled. Nothing changed.
	 */
	STALE,
	/**
	 * Another call to the store has locked the job, perhaps one of a worker that was lost
	 * during the call. Nothing changed. The caller must repeat the outcome later.
	 */
	LOCKED

}
