package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Computes how long an idle container waits before the next claim: until the next job is
 * due, or for the poll interval. The interval does not grow, so a lost signal costs one
 * interval. A random spread of up to a quarter separates many containers. It also leaves
 * room for the few other calls of an idle worker within one call per interval.
 */
public final class PollPace {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private final Duration interval;

	private final DoubleSupplier random;

	public PollPace(Duration interval, DoubleSupplier random) {
		this.interval = interval;
		this.random = random;
	}

	Duration next(@Nullable Duration nextDue) {
		double factor = 1 + this.random.getAsDouble() / 4;
		Duration pause = Duration.ofMillis(Math.max(1, Math.round(this.interval.toMillis() * factor)));
		if (nextDue == null || nextDue.compareTo(pause) >= 0) {
			return pause;
		}
		// A due time that has just passed must not cause a busy loop.
		return (nextDue.compareTo(SHORTEST) < 0) ? SHORTEST : nextDue.plusMillis(1);
	}

}
