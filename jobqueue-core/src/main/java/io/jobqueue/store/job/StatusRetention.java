package io.jobqueue.store.job;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * How long and how many ended jobs with a status are kept. Jobs beyond either limit are
 * deleted, the oldest first.
 *
 * @param keep how long after their end, not negative
 * @param count how many per queue, not negative
 */
public record StatusRetention(Duration keep, long count) {

	public StatusRetention {
		if (keep.isNegative()) {
			throw new InvalidJobException("'keep' must not be negative, but was " + DurationText.of(keep));
		}
		if (count < 0) {
			throw new InvalidJobException("'count' must not be negative, but was " + count);
		}
	}

}
