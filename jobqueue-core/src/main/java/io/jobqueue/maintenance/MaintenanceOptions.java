package io.jobqueue.maintenance;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * The options of maintenance.
 *
 * @param lease the lease duration of workers; lost jobs are searched three times per
 * lease, and at least every 10 s
 * @param maxLosses the number of lost workers in a row after which a job ends as a poison
 * job
 * @param retention how long ended jobs are kept
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
