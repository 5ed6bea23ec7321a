package io.jobqueue.autoconfigure;

import java.util.EnumMap;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.store.StatusRetention;

/**
 * The keys under {@code jobqueue.retention} as options of the core.
 */
final class RetentionSettings {

	private static final long MOST = 1_000_000_000;

	private RetentionSettings() {
	}

	static RetentionOptions options(RetentionProperties retention) {
		check(retention);
		Map<JobStatus, StatusRetention> statuses = new EnumMap<>(JobStatus.class);
		for (JobStatus status : JobStatus.values()) {
			if (status.isDeadLetter()) {
				statuses.put(status,
						new StatusRetention(retention.deadLetters().time(), retention.deadLetters().count()));
			}
			else if (status == JobStatus.SUCCESS) {
				statuses.put(status, new StatusRetention(retention.success().time(), retention.success().count()));
			}
			else if (status.isEnd()) {
				statuses.put(status, new StatusRetention(retention.cancelled().time(), retention.cancelled().count()));
			}
		}
		return new RetentionOptions(statuses);
	}

	private static void check(RetentionProperties retention) {
		String prefix = "jobqueue.retention.";
		PropertyChecks.requirePositive(prefix + "success.time", retention.success().time(), RetryPolicy.LONGEST_DELAY);
		PropertyChecks.requireNotNegative(prefix + "success.count", retention.success().count(), MOST);
		PropertyChecks.requirePositive(prefix + "cancelled.time", retention.cancelled().time(),
				RetryPolicy.LONGEST_DELAY);
		PropertyChecks.requireNotNegative(prefix + "cancelled.count", retention.cancelled().count(), MOST);
		PropertyChecks.requirePositive(prefix + "dead-letters.time", retention.deadLetters().time(),
				RetryPolicy.LONGEST_DELAY);
		PropertyChecks.requireNotNegative(prefix + "dead-letters.count", retention.deadLetters().count(), MOST);
	}

}
