package io.jobqueue.lifecycle;

/**
 * Why an event changes nothing.
 */
public enum Refusal implements Decision {

	/** The outcome of this attempt is stored already: the event is a repetition. */
	ALREADY_APPLIED,
	/** The job is not this worker's, or not in this delivery, any more. */
	STALE,
	/** The status of the job does not allow it. */
	WRONG_STATUS

}
