package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What attempts of jobs came to in a period, and over time. Workers add their sums to the
 * store every 10 s, and an attempt counts at that time. Statistics are not exact: a
 * worker that crashes loses the sums of up to 10 s, and sums can count twice if the store
 * does not answer. Times are those of the clock of the store.
 *
 * @param from the begin of the first point
 * @param to the end of the last point, which can be later than now
 * @param step the length of time of a point
 * @param total the sums of all points
 * @param points the sums of each step, in the order of time, without gaps
 */
public record JobStatistics(Instant from, Instant to, Duration step, Point total, List<Point> points) {

	public JobStatistics {
		points = List.copyOf(points);
	}

	/**
	 * The attempts in some time.
	 *
	 * @param at the begin of that time
	 * @param succeeded jobs that ended as SUCCESS
	 * @param failed jobs that ended as FAILED, MAX_RETRIES or TIMEOUT
	 * @param retried attempts that led to another one
	 * @param aborted jobs that ended as ABORTED
	 * @param cancelled jobs that were cancelled while they ran
	 * @param interrupted attempts that ended with a stop of their worker
	 * @param lost attempts that ended with the loss of their worker
	 * @param waitTimes the times from when attempts were due to when they started
	 * @param runTimes the times that attempts ran, without those that were lost
	 */
	public record Point(Instant at, long succeeded, long failed, long retried, long aborted, long cancelled,
			long interrupted, long lost, Times waitTimes, Times runTimes) {

		/** The number of jobs that ended. */
		public long ended() {
			return this.succeeded + this.failed + this.aborted + this.cancelled;
		}

	}

	/**
	 * Durations in a summary. The mean is exact to a microsecond. The percentiles are
	 * interpolated from a histogram whose bounds are powers of two, from 1 ms on. A
	 * percentile is at least half of and at most twice the exact value. Below 1 ms it
	 * differs by at most 1 ms. From 4 h 39 min 37 s on it has that value.
	 *
	 * @param count the number of durations
	 * @param mean the mean, {@code null} if the count is 0
	 * @param p50 the median, {@code null} if the count is 0
	 * @param p95 the 95th percentile, {@code null} if the count is 0
	 * @param p99 the 99th percentile, {@code null} if the count is 0
	 */
	public record Times(long count, @Nullable Duration mean, @Nullable Duration p50, @Nullable Duration p95,
			@Nullable Duration p99) {
	}

}
