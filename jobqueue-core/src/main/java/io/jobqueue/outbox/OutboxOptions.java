package io.jobqueue.outbox;

import java.time.Duration;
import java.util.function.Supplier;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * How the outbox works.
 *
 * @param tablePrefix what the names of its tables begin with
 * @param owner gives each start of the relay an id of its own, unique among all that
 * share the tables: what the last start held must not be taken for this one's
 * @param pollInterval how often jobs are looked for that were written elsewhere; those
 * written in this process are relayed at once
 */
public record OutboxOptions(String tablePrefix, Supplier<String> owner, Duration pollInterval) {

	public OutboxOptions {
		if (pollInterval.isNegative() || pollInterval.isZero()) {
			throw new InvalidJobException("'pollInterval' must be positive, but was " + DurationText.of(pollInterval));
		}
	}

}
