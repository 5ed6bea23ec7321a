package io.jobqueue.worker;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How long an idle container waits before it asks again: until the next job falls due, at
 * most the poll interval. After some questions in vain that grows to twice the interval,
 * which leaves room for maintenance inside one store call a second. For one thread.
 */
final class PollPace {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final int PATIENCE = 3;

	private final Duration interval;

	private final DoubleSupplier random;

	private int inVain;

	PollPace(Duration interval, DoubleSupplier random) {
		this.interval = interval;
		this.random = random;
	}

	Duration next(boolean anyJobs, @Nullable Duration nextDue) {
		this.inVain = anyJobs ? 0 : this.inVain + 1;
		double factor = (this.inVain <= PATIENCE) ? 1 : 2 - this.random.getAsDouble() / 10;
		Duration pause = Duration.ofMillis(Math.max(1, Math.round(this.interval.toMillis() * factor)));
		if (nextDue == null || nextDue.compareTo(pause) >= 0) {
			return pause;
		}
		// A due time that has just passed by the time it is heard must not make a loop.
		return (nextDue.compareTo(SHORTEST) < 0) ? SHORTEST : nextDue.plusMillis(1);
	}

	/** A signal says that there is work again. */
	void signalled() {
		this.inVain = 0;
	}

}
