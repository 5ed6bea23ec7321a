package io.jobqueue.retry;

import java.time.Duration;
import java.util.Set;

/**
 * When and how often an attempt that failed is made again. Immutable.
 *
 * @param maxRetries how many retries, not runs
 * @param delay the time before the first retry
 * @param multiplier what each further delay is multiplied by, at least 1
 * @param maxDelay the longest delay
 * @param jitter the part of the delay that is left to chance, from 0 to 1: 0.2 spreads it
 * by ±20 %
 * @param includes only these exceptions are retried, all if empty
 * @param excludes these exceptions are not retried
 */
public record RetryPolicy(int maxRetries, Duration delay, double multiplier, Duration maxDelay, double jitter,
		Set<Class<? extends Throwable>> includes, Set<Class<? extends Throwable>> excludes) {

	/** 3 retries after 3 s, 6 s and 12 s, ±20 %. */
	public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofSeconds(3), 2, Duration.ofHours(1), 0.2,
			Set.of(), Set.of());

	public RetryPolicy {
		includes = Set.copyOf(includes);
		excludes = Set.copyOf(excludes);
	}

	/** Whether an error is one to retry. */
	public boolean retries(Throwable error) {
		return (this.includes.isEmpty() || this.includes.stream().anyMatch((type) -> type.isInstance(error)))
				&& this.excludes.stream().noneMatch((type) -> type.isInstance(error));
	}

}
