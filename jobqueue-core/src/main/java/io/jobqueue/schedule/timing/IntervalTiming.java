package io.jobqueue.schedule.timing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A fixed rate: each tick follows the planned time of the previous one, however long jobs
 * take and however late a tick is fired.
 *
 * @param every the interval in whole milliseconds, positive
 */
record IntervalTiming(Duration every) implements Timing {

	@Override
	public Instant first(Instant now) {
		return Instant.ofEpochMilli(now.toEpochMilli()).plus(this.every);
	}

	@Override
	public Instant after(Instant tick) {
		return tick.plus(this.every);
	}

	@Override
	public List<Instant> newest(Instant from, Instant until, int limit) {
		if (until.isBefore(from)) {
			return List.of();
		}
		long last = Duration.between(from, until).toMillis() / this.every.toMillis();
		return LongStream.rangeClosed(Math.max(0, last - limit + 1), last)
			.mapToObj((number) -> from.plusMillis(number * this.every.toMillis()))
			.toList();
	}

}
