package io.jobqueue.schedule.timing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The ticks of a schedule. Implementations are immutable, and precise to a millisecond.
 */
public interface Timing {

	/**
	 * The ticks of a cron expression.
	 * @param cron six fields, five, or a macro such as {@code @daily}
	 * @param zone the zone of the clock on the wall
	 * @throws io.jobqueue.InvalidScheduleException if the expression cannot be read, or
	 * never comes
	 */
	static Timing cron(String cron, ZoneId zone) {
		return new CronTiming(CronText.of(cron), zone);
	}

	/**
	 * A tick in each interval, first after one interval.
	 * @param interval at least a millisecond, in whole milliseconds
	 */
	static Timing every(Duration interval) {
		return new IntervalTiming(interval);
	}

	/**
	 * The first tick of a schedule that begins now, {@code null} if there is none.
	 */
	@Nullable Instant first(Instant now);

	/**
	 * The tick after another tick, {@code null} if there is none.
	 * @param tick a tick
	 */
	@Nullable Instant after(Instant tick);

	/**
	 * Whether a tick is so far ahead that another clock has planned it: there are at
	 * least two others before it.
	 * @param tick a planned tick
	 * @param now the time
	 */
	default boolean isFarAhead(Instant tick, Instant now) {
		Instant first = first(now);
		Instant second = (first != null) ? after(first) : null;
		return second != null && tick.isAfter(second);
	}

	/**
	 * The newest ticks of a period, in ascending order. The cost does not depend on the
	 * length of the period.
	 * @param from the first tick of the period
	 * @param until the end of the period, which belongs to it
	 * @param limit how many ticks at most, at least 1
	 */
	List<Instant> newest(Instant from, Instant until, int limit);

}
