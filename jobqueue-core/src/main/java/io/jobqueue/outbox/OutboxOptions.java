package io.jobqueue.outbox;

import java.time.Duration;
import java.util.function.Supplier;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * The options of the outbox.
 *
 * @param tablePrefix the prefix of its table names
 * @param owner the id of this relay, unique among all that share the tables
 * @param pollInterval how often to look for jobs that other processes wrote; jobs of this
 * process are relayed immediately
 */
public record OutboxOptions(String tablePrefix, Supplier<String> owner, Duration pollInterval) {

	public OutboxOptions {
		if (pollInterval.isNegative() || pollInterval.isZero()) {
			throw new InvalidJobException("'pollInterval' must be positive, but was " + DurationText.of(pollInterval));
		}
	}

}
