package io.jobqueue.outbox;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * How the outbox works.
 *
 * @param tablePrefix what the names of its tables begin with
 * @param owner who this relay is, unique among all that share the tables
 * @param pollInterval how often jobs are looked for that were written elsewhere; those
 * written in this process are relayed at once
 */
public record OutboxOptions(String tablePrefix, String owner, Duration pollInterval) {

	public OutboxOptions {
		if (pollInterval.isNegative() || pollInterval.isZero()) {
			throw new InvalidJobException("'pollInterval' must be positive, but was " + DurationText.of(pollInterval));
		}
	}

}
