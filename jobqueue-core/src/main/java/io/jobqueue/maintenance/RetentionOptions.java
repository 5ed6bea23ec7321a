package io.jobqueue.maintenance;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.StatusRetention;

/**
 * How long and how many ended jobs are kept, by status. Every status has a limit.
 *
 * @param statuses the limits; a missing status has the limit of {@link #DEFAULT}
 */
public record RetentionOptions(Map<JobStatus, StatusRetention> statuses) {

	private static final Map<JobStatus, StatusRetention> DEFAULTS = defaults();

	/**
	 * SUCCESS, ABORTED and CANCELLED a day and 10,000 a queue, dead letters 30 days and
	 * 100,000.
	 */
	public static final RetentionOptions DEFAULT = new RetentionOptions(Map.of());

	public RetentionOptions {
		Map<JobStatus, StatusRetention> all = new EnumMap<>(DEFAULTS);
		statuses.forEach((status, retention) -> {
			if (!status.isEnd()) {
				throw new InvalidJobException(
						"Jobs with status '%s' have not ended and cannot be pruned".formatted(status));
			}
			all.put(status, retention);
		});
		statuses = Collections.unmodifiableMap(all);
	}

	private static Map<JobStatus, StatusRetention> defaults() {
		Map<JobStatus, StatusRetention> defaults = new EnumMap<>(JobStatus.class);
		for (JobStatus status : JobStatus.values()) {
			if (status.isDeadLetter()) {
				defaults.put(status, new StatusRetention(Duration.ofDays(30), 100_000));
			}
			else if (status.isEnd()) {
				defaults.put(status, new StatusRetention(Duration.ofDays(1), 10_000));
			}
		}
		return defaults;
	}

}
