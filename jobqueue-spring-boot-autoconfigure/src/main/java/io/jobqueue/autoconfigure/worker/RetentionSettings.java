package io.jobqueue.autoconfigure.worker;

import java.util.EnumMap;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.properties.RetentionProperties;
import io.jobqueue.maintenance.RetentionOptions;
import io.jobqueue.store.job.StatusRetention;

/** Converts the keys under {@code jobqueue.retention} to options of the core. */
final class RetentionSettings {

	private RetentionSettings() {
	}

	static RetentionOptions options(RetentionProperties retention) {
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

}
