package io.jobqueue.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a step for a store that determines the time when it writes. Rules that
 * receive {@link #NOW} return it in place of the time, and a later instant where a job is
 * due after a delay.
 */
public final class StepTime {

	/**
	 * A placeholder for the time of the step. It is before every time of a store.
	 */
	public static final Instant NOW = Instant.ofEpochSecond(-(1L << 46));

	private static final Instant FIRST_KNOWN = Instant.ofEpochSecond(-(1L << 40));

	private StepTime() {
	}

	/** Return whether an instant is {@link #NOW}, or a delay after it. */
	public static boolean isOpen(Instant time) {
		return time.isBefore(FIRST_KNOWN);
	}

	/**
	 * Return the delay between the step and an instant for which {@link #isOpen} is true.
	 */
	public static Duration delay(Instant time) {
		return Duration.between(NOW, time);
	}

}
