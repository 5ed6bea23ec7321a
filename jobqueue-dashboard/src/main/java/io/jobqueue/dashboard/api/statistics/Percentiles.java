package io.jobqueue.dashboard.api.statistics;

import java.time.Duration;

import io.jobqueue.JobStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of times in milliseconds, with one decimal.
 *
 * @param p50 the median, {@code null} if there are no times
 * @param p95 the 95th percentile, {@code null} if there are no times
 * @param p99 the 99th percentile, {@code null} if there are no times
 */
record Percentiles(@Nullable Double p50, @Nullable Double p95, @Nullable Double p99) {

	static Percentiles of(JobStatistics.Times times) {
		return new Percentiles(millis(times.p50()), millis(times.p95()), millis(times.p99()));
	}

	private static @Nullable Double millis(@Nullable Duration duration) {
		return (duration != null) ? Math.round(duration.toNanos() / 100_000.0) / 10.0 : null;
	}

}
