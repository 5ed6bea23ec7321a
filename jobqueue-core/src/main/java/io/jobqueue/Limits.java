package io.jobqueue;

import java.time.Duration;

/**
 * The bounds of the numbers in a request.
 */
final class Limits {

	private static final int MAX_PRIORITY = 100;

	private Limits() {
	}

	static void requireDelay(Duration delay) {
		if (delay.isNegative()) {
			throw new InvalidJobException("A delay must not be negative, but was " + delay);
		}
	}

	static void requireMaxRetries(int maxRetries) {
		if (maxRetries < 0) {
			throw new InvalidJobException("'maxRetries' must not be negative, but was " + maxRetries);
		}
	}

	static void requirePriority(int priority) {
		if (Math.abs((long) priority) > MAX_PRIORITY) {
			throw new InvalidJobException("A priority is from -100 to 100, but was " + priority);
		}
	}

	static void requireTimeout(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidJobException("A timeout must be positive, but was " + timeout);
		}
	}

}
