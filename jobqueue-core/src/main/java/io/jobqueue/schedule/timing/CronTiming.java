package io.jobqueue.schedule.timing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;

/**
 * The ticks of a cron expression in a zone.
 * <p>
 * An expression for every hour counts real hours: a day has 23, 24 or 25 of them. Any
 * other expression goes by the clock on the wall. A time that a change of the clock skips
 * ticks at the first instant after the change. A time that occurs twice ticks the first
 * time. {@link CronExpression} alone would lose the former and repeat the latter.
 */
final class CronTiming implements Timing {

	/** All times of a day, in case a change of the clock skips a day. */
	private static final int ATTEMPTS = 100_000;

	private static final Duration SHORTEST_SEARCH = Duration.ofMinutes(1);

	private final WallTimes times;

	private final ZoneId zone;

	private final boolean byHour;

	CronTiming(CronText cron, ZoneId zone) {
		this.times = cron.times();
		this.zone = zone;
		this.byHour = cron.isEveryHour();
	}

	@Override
	public @Nullable Instant first(Instant now) {
		return after(now);
	}

	/** The tick after any instant. */
	@Override
	public @Nullable Instant after(Instant instant) {
		ZoneRules rules = this.zone.getRules();
		return this.byHour ? afterByHour(instant, rules) : afterByWall(instant, rules);
	}

	/**
	 * Between two changes of the clock, the time on the wall goes as real time does. So
	 * each of these spans is searched for itself. The expression itself cannot go across
	 * a change in each zone: it can leave out hours, or go back.
	 */
	private @Nullable Instant afterByHour(Instant instant, ZoneRules rules) {
		ZoneOffset offset = rules.getOffset(instant);
		LocalDateTime wall = this.times.next(LocalDateTime.ofInstant(instant, offset));
		ZoneOffsetTransition change = rules.nextTransition(instant);
		while (wall != null && change != null && !wall.toInstant(offset).isBefore(change.getInstant())) {
			offset = change.getOffsetAfter();
			wall = this.times.next(change.getDateTimeAfter().minusNanos(1));
			change = rules.nextTransition(change.getInstant());
		}
		return (wall != null) ? wall.toInstant(offset) : null;
	}

	private @Nullable Instant afterByWall(Instant instant, ZoneRules rules) {
		LocalDateTime wall = LocalDateTime.ofInstant(instant, rules.getOffset(instant));
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			wall = this.times.next(wall);
			if (wall == null) {
				return null;
			}
			Instant at = resolve(wall, rules);
			if (at.isAfter(instant)) {
				return at;
			}
		}
		return null;
	}

	private static Instant resolve(LocalDateTime wall, ZoneRules rules) {
		ZoneOffsetTransition change = rules.getTransition(wall);
		if (change == null) {
			return wall.toInstant(rules.getOffset(wall));
		}
		return change.isGap() ? change.getInstant() : wall.toInstant(change.getOffsetBefore());
	}

	/** Looks back from the end, further and further until there are enough ticks. */
	@Override
	public List<Instant> newest(Instant from, Instant until, int limit) {
		Instant first = from.minusMillis(1);
		for (Duration back = SHORTEST_SEARCH;; back = back.multipliedBy(2)) {
			Instant start = until.minus(back);
			boolean whole = !start.isAfter(first);
			Deque<Instant> ticks = between(whole ? first : start, until, limit);
			if (whole || ticks.size() == limit) {
				return List.copyOf(ticks);
			}
		}
	}

	private Deque<Instant> between(Instant start, Instant until, int limit) {
		Deque<Instant> ticks = new ArrayDeque<>();
		for (Instant tick = after(start); tick != null && !tick.isAfter(until); tick = after(tick)) {
			ticks.addLast(tick.truncatedTo(ChronoUnit.MILLIS));
			if (ticks.size() > limit) {
				ticks.removeFirst();
			}
		}
		return ticks;
	}

}
