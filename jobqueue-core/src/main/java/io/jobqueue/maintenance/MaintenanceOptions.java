package io.jobqueue.maintenance;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * How maintenance works.
 *
 * @param lease how long a worker's lease runs; lost jobs are looked for three times as
 * often, and at least every 10 s
 * @param maxLosses after how many lost workers in a row a job ends as a poison job
 * @param retention how long ended jobs stay
 */
public record MaintenanceOptions(Duration lease, int maxLosses, RetentionOptions retention) {

	/** The defaults. */
	public static final MaintenanceOptions DEFAULT = new MaintenanceOptions(Duration.ofSeconds(30), 5,
			RetentionOptions.DEFAULT);

	public MaintenanceOptions {
		if (lease.isNegative() || lease.isZero()) {
			throw new InvalidJobException("'lease' must be positive, but was " + DurationText.of(lease));
		}
		if (maxLosses < 1) {
			throw new InvalidJobException("'maxLosses' must be positive, but was " + maxLosses);
		}
	}

}
