package io.jobqueue.dispatch;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * The limits of dispatched jobs.
 *
 * @param maxDelay how far ahead a job may be scheduled
 * @param warnSize payload size in bytes from which a warning is logged, once per task
 * @param maxSize the largest payload size in bytes
 * @param transaction when a job that is dispatched inside a transaction is stored
 * @param blockTimeouts for how long a dispatch waits while its queue is full, by queue; a
 * dispatch to another queue does not wait
 */
public record DispatchOptions(Duration maxDelay, long warnSize, long maxSize, DispatchTransaction transaction,
		Map<String, Duration> blockTimeouts) {

	/** A hundred years: any store can hold such a time. */
	public static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

	/** 365 days, 32 KB and 256 KB, after commit. */
	public static final DispatchOptions DEFAULT = new DispatchOptions(Duration.ofDays(365), 32 * 1024, 256 * 1024,
			DispatchTransaction.AFTER_COMMIT);

	/** Options without a wait for room. */
	public DispatchOptions(Duration maxDelay, long warnSize, long maxSize, DispatchTransaction transaction) {
		this(maxDelay, warnSize, maxSize, transaction, Map.of());
	}

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
		blockTimeouts = Map.copyOf(blockTimeouts);
	}

	/** Options for payloads whose sizes are checked elsewhere. */
	DispatchOptions withAnySize() {
		return new DispatchOptions(this.maxDelay, Long.MAX_VALUE, Long.MAX_VALUE, this.transaction, this.blockTimeouts);
	}

	private static void requirePositive(String name, long value) {
		if (value < 1) {
			throw new InvalidJobException("'%s' must be positive, but was %d".formatted(name, value));
		}
	}

}
