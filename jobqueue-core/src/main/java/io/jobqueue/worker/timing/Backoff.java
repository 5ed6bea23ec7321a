package io.jobqueue.worker.timing;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Increasing delays from 0.1 s to 5 s while something is unavailable, with a random
 * spread of ±25 % so that many workers do not retry at the same time. Used by one thread.
 */
public final class Backoff {

	private static final double FIRST_MILLIS = 100;

	private static final double LONGEST_MILLIS = 5000;

	private final DoubleSupplier random;

	private double nextMillis = FIRST_MILLIS;

	public Backoff(DoubleSupplier random) {
		this.random = random;
	}

	public Duration next() {
		double spread = this.nextMillis * (0.75 + this.random.getAsDouble() / 2);
		this.nextMillis = Math.min(this.nextMillis * 2, LONGEST_MILLIS);
		return Duration.ofMillis(Math.round(Math.min(spread, LONGEST_MILLIS)));
	}

	public void reset() {
		this.nextMillis = FIRST_MILLIS;
	}

}
