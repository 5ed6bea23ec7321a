package io.jobqueue.lifecycle;

/**
 * The result of an event for a job: a {@link Transition}, or a {@link Refusal} that does
 * not change the job.
 */
public sealed interface Decision permits Transition, Decision.Refusal {

	/** The reason why an event does not change a job. */
	enum Refusal implements Decision {

		/** The outcome of this attempt is already stored: the event is repeated. */
		ALREADY_APPLIED,
		/** The worker does not hold the job any more, or not with this delivery. */
		STALE,
		/** The status of the job does not permit the event. */
		WRONG_STATUS

	}

}
