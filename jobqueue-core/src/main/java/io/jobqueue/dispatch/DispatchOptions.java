package io.jobqueue.dispatch;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * The bounds of what may be dispatched.
 *
 * @param maxDelay how far ahead a job may be due at most
 * @param warnSize from how many bytes of payload on a task is warned of, once
 * @param maxSize how many bytes a payload may have
 * @param transaction what a dispatch inside a transaction does
 */
public record DispatchOptions(Duration maxDelay, long warnSize, long maxSize, DispatchTransaction transaction) {

	/** A hundred years: a time that is so far ahead still fits any store. */
	public static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

	/** 365 days, 32 KB and 256 KB, after commit. */
	public static final DispatchOptions DEFAULT = new DispatchOptions(Duration.ofDays(365), 32 * 1024, 256 * 1024,
			DispatchTransaction.AFTER_COMMIT);

	public DispatchOptions {
		if (maxDelay.isNegative()) {
			throw new InvalidJobException("'maxDelay' must not be negative, but was " + DurationText.of(maxDelay));
		}
		if (maxDelay.compareTo(LONGEST_DELAY) > 0) {
			throw new InvalidJobException("'maxDelay' is at most %s, but was %s"
				.formatted(DurationText.of(LONGEST_DELAY), DurationText.of(maxDelay)));
		}
		requirePositive("warnSize", warnSize);
		requirePositive("maxSize", maxSize);
	}

	private static void requirePositive(String name, long value) {
		if (value < 1) {
			throw new InvalidJobException("'%s' must be positive, but was %d".formatted(name, value));
		}
	}

}
