package io.jobqueue.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * The time of a step whose store fills it in when it writes. Rules that are given
 * {@link #NOW} answer with it where they would answer with the time, and with a later
 * instant where something falls due after a delay.
 */
public final class StepTime {

	/** In place of the time of the step. It lies before every time of a store. */
	public static final Instant NOW = Instant.ofEpochSecond(-(1L << 46));

	private static final Instant FIRST_KNOWN = Instant.ofEpochSecond(-(1L << 40));

	private StepTime() {
	}

	/** Whether an instant is {@link #NOW}, or a delay after it. */
	public static boolean isOpen(Instant time) {
		return time.isBefore(FIRST_KNOWN);
	}

	/** The delay between the step and an instant that is open. */
	public static Duration delay(Instant time) {
		return Duration.between(NOW, time);
	}

}
