package io.jobqueue.dashboard.api.statistics;

import io.jobqueue.JobStatistics;
import org.jspecify.annotations.Nullable;

/** The part of the jobs that ended which are dead letters, the same in all views. */
final class FailureRate {

	private FailureRate() {
	}

	/** Return the rate from 0 to 1, {@code null} if no job ended. */
	static @Nullable Double of(JobStatistics.Point point) {
		return (point.ended() > 0) ? (double) point.failed() / point.ended() : null;
	}

}
