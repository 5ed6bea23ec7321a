package io.jobqueue.store.audit;

import java.time.Duration;

/**
 * How much of the audit is kept.
 *
 * @param count the number of entries, positive
 * @param age for how long, positive
 */
public record AuditRetention(int count, Duration age) {

	/** 10,000 entries, for 90 days. */
	public static final AuditRetention DEFAULT = new AuditRetention(10_000, Duration.ofDays(90));

	public AuditRetention {
		if (count < 1) {
			throw new IllegalArgumentException("'count' must be positive, but was " + count);
		}
		if (age.isNegative() || age.isZero()) {
			throw new IllegalArgumentException("'age' must be positive, but was " + age);
		}
	}

}
