package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A bound of a queue, a task or a limit key: how many of its jobs may run at once on all
 * workers together, and how many may start in a period.
 *
 * @param maxRunning the maximum number of jobs that run at once, {@code null} for no
 * bound; 0 holds all jobs back
 * @param rate the maximum number of starts in a period, {@code null} for no bound
 */
public record Limit(@Nullable Integer maxRunning, @Nullable Rate rate) {

	/** The greatest number of jobs that run at once. */
	public static final int MOST_RUNNING = 1_000_000;

	/** No bound. */
	public static final Limit NONE = new Limit(null, null);

	/**
	 * Create a limit.
	 * @throws InvalidJobException if {@code maxRunning} is negative or more than
	 * 1,000,000
	 */
	public Limit {
		if (maxRunning != null && (maxRunning < 0 || maxRunning > MOST_RUNNING)) {
			throw new InvalidJobException(
					"'maxRunning' is from 0 to %d, but was %d".formatted(MOST_RUNNING, maxRunning));
		}
	}

	/** Bound the number of jobs that run at once. */
	public static Limit ofMaxRunning(int maxRunning) {
		return new Limit(maxRunning, null);
	}

	/** Bound the number of starts in a period. */
	public static Limit ofRate(Rate rate) {
		return new Limit(null, rate);
	}

	/** Return a copy with another bound of the jobs that run at once. */
	public Limit withMaxRunning(@Nullable Integer maxRunning) {
		return new Limit(maxRunning, this.rate);
	}

	/** Return a copy with another rate. */
	public Limit withRate(@Nullable Rate rate) {
		return new Limit(this.maxRunning, rate);
	}

}
