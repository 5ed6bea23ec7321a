package io.jobqueue.schedule.timing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.jobqueue.Misfire;

import org.jspecify.annotations.Nullable;

/**
 * What to do when a schedule is due.
 *
 * @param fire the ticks to fire, in ascending order
 * @param missed the newest tick before these that is not fired, {@code null} for none
 * @param next the next tick, which is due already if there are more ticks to fire than
 * one step takes; {@code null} if there is none
 */
public record TickPlan(List<Instant> fire, @Nullable Instant missed, @Nullable Instant next) {

	/** A tick that is later than this is missed. */
	public static final Duration THRESHOLD = Duration.ofSeconds(60);

	/** How many ticks one step fires at most. */
	public static final int MOST = 100;

	public TickPlan {
		fire = List.copyOf(fire);
	}

	/**
	 * Plan the ticks of a schedule up to now.
	 * @param timing the ticks
	 * @param due the first tick that was not fired
	 * @param now the time
	 * @param misfire what to do with missed ticks
	 * @param cap how many ticks to fire at most
	 */
	public static TickPlan of(Timing timing, Instant due, Instant now, Misfire misfire, int cap) {
		if (now.isBefore(due)) {
			return new TickPlan(List.of(), null, due);
		}
		List<Instant> ticks = timing.newest(due, now, cap + 1);
		if (ticks.isEmpty()) {
			// It was planned by other rules of its zone than those that this JVM has.
			return new TickPlan(List.of(), null, timing.after(now));
		}
		int missed = (ticks.size() > cap) ? 1 : 0;
		if (due.isBefore(now.minus(THRESHOLD))) {
			missed = switch (misfire) {
				case ONCE -> ticks.size() - 1;
				case SKIP -> Math.max(missed,
						(int) ticks.stream().filter((tick) -> tick.isBefore(now.minus(THRESHOLD))).count());
				case ALL -> missed;
			};
		}
		List<Instant> fire = ticks.subList(missed, ticks.size());
		Instant next = (fire.size() > MOST) ? fire.get(MOST) : timing.after(ticks.get(ticks.size() - 1));
		return new TickPlan(fire.subList(0, Math.min(MOST, fire.size())), (missed > 0) ? ticks.get(missed - 1) : null,
				next);
	}

}
