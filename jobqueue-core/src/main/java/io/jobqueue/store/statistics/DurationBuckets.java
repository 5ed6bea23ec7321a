package io.jobqueue.store.statistics;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations. The first bucket has those below 1 ms, the next ones have the
 * bounds 1, 2, 4, 8 ms and so on, and the last one has those from 2^24 ms on, which is 4
 * h 39 min 37 s.
 */
public final class DurationBuckets {

	/** The number of buckets. */
	public static final int COUNT = 26;

	private static final int LAST = COUNT - 1;

	private static final long NANOS_PER_MILLI = 1_000_000;

	private DurationBuckets() {
	}

	/** The bucket of a duration in nanoseconds, from 0. */
	public static int of(long nanos) {
		long millis = nanos / NANOS_PER_MILLI;
		return (millis <= 0) ? 0 : Math.min(LAST, Long.SIZE - Long.numberOfLeadingZeros(millis));
	}

	/**
	 * Estimate a quantile. It is interpolated within the bucket that has the exact
	 * nearest-rank quantile. So it is at most twice as long as that, and at least half as
	 * long; if the exact value is below 1 ms, they differ by at most 1 ms. In the last
	 * bucket it is the lower bound.
	 * @param counts the number of durations in each bucket
	 * @param quantile above 0, at most 1
	 * @return the quantile, {@code null} if there are no durations
	 */
	public static @Nullable Duration quantile(long[] counts, double quantile) {
		long total = 0;
		for (long count : counts) {
			total += count;
		}
		double rank = total * quantile;
		long before = 0;
		for (int i = 0; i < counts.length; i++) {
			if (counts[i] > 0 && before + counts[i] >= rank) {
				return within(i, (rank - before) / counts[i]);
			}
			before += counts[i];
		}
		return null;
	}

	private static Duration within(int bucket, double part) {
		long lower = lower(bucket);
		long width = (bucket == LAST) ? 0 : lower(bucket + 1) - lower;
		return Duration.ofNanos(lower + Math.round(width * part));
	}

	/** In nanoseconds. */
	private static long lower(int bucket) {
		return (bucket == 0) ? 0 : NANOS_PER_MILLI << (bucket - 1);
	}

}
