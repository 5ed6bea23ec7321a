package io.jobqueue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A reason why a job does not start yet.
 *
 * @param reason the kind of the reason
 * @param limit the limit, {@code null} unless the kind is one of limits
 * @param until when the reason ends by itself, {@code null} if that is not known
 * @param text the reason in words
 */
public record JobWait(Reason reason, @Nullable LimitInfo limit, @Nullable Instant until, String text) {

	/** The kinds of reasons. */
	public enum Reason {

		/** No live worker serves the queue. */
		NO_WORKER,
		/** The job is due later. */
		DUE_LATER,
		/** The queue is paused. */
		PAUSED,
		/** As many jobs of the limit run as may. */
		LIMIT_FULL,
		/** A rate, or an operator, allows the next start of the limit later. */
		LIMIT_DELAYED,
		/** Nothing holds the job back except jobs that start before it. */
		OTHER_JOBS

	}

}
