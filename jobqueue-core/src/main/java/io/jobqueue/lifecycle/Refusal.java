package io.jobqueue.lifecycle;

/** The reason why an event does not change a job. */
public enum Refusal implements Decision {

	/** The outcome of this attempt is already stored: the event is repeated. */
	ALREADY_APPLIED,
	/** The worker does not hold the job any more, or not with this delivery. */
	STALE,
	/** The status of the job does not permit the event. */
	WRONG_STATUS

}
