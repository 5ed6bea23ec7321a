package io.jobqueue.store.statistics;

import io.jobqueue.JobStatus;

/**
 * What the positions of {@link AttemptSums} mean. Positions are stored: a release adds
 * some at the end, and never uses one for something else.
 */
public final class SumPositions {

	/** The sums of wait and run times, in microseconds. */
	public static final int WAIT_MICROS = 10, RUN_MICROS = 11;

	/** The first buckets of {@link DurationBuckets} for wait and run times. */
	public static final int WAITS = 12, RUNS = WAITS + DurationBuckets.COUNT;

	/** The number of positions that this release knows. */
	public static final int COUNT = RUNS + DurationBuckets.COUNT;

	private SumPositions() {
	}

	/**
	 * The number of attempts after which their job had a status: an end, RETRY,
	 * INTERRUPTED, or QUEUED for attempts that were lost.
	 */
	public static int of(JobStatus status) {
		return switch (status) {
			case SUCCESS -> 0;
			case FAILED -> 1;
			case MAX_RETRIES -> 2;
			case TIMEOUT -> 3;
			case ABORTED -> 4;
			case CANCELLED -> 5;
			case RETRY -> 6;
			case INTERRUPTED -> 7;
			case QUEUED -> 8;
			case SCHEDULED, STARTED -> throw new IllegalArgumentException("No attempt leads to the status " + status);
		};
	}

}
