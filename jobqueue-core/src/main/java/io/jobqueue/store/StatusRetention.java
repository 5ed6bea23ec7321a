package io.jobqueue.store;

import java.time.Duration;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;

/**
 * How long ended jobs of a status stay. Those beyond either bound go, the oldest first.
 *
 * @param keep how long after its end, not negative
 * @param count how many in a queue, not negative
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
