package io.jobqueue.store.statistics;

import java.time.Duration;
import java.time.Instant;

/**
 * The lengths of the periods by which sums are stored. Each sum is stored by both.
 * Periods begin at whole multiples since 1970.
 */
public enum Resolution {

	/** For the last two hours. */
	MINUTE(Duration.ofMinutes(1), Duration.ofHours(2)),

	/** For the last three days. */
	TEN_MINUTES(Duration.ofMinutes(10), Duration.ofHours(72));

	private final Duration length;

	private final Duration kept;

	Resolution(Duration length, Duration kept) {
		this.length = length;
		this.kept = kept;
	}

	/** The finest one that is kept for such a time. */
	public static Resolution of(Duration kept) {
		return (kept.compareTo(MINUTE.kept) <= 0) ? MINUTE : TEN_MINUTES;
	}

	/** The length of a period. */
	public Duration length() {
		return this.length;
	}

	/** The begin of the period with this time. */
	public Instant begin(Instant at) {
		return Instant.ofEpochMilli(floor(at.toEpochMilli(), this.length.toMillis()));
	}

	/**
	 * When a sum is not needed any more. A query may begin in the middle of a period, and
	 * combine several periods.
	 */
	public Instant expiry(Instant begin) {
		return begin.plus(this.kept).plus(this.length.multipliedBy(10));
	}

	private static long floor(long value, long unit) {
		return Math.floorDiv(value, unit) * unit;
	}

}
