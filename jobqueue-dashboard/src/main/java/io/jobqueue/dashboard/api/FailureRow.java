package io.jobqueue.dashboard.api;

import java.time.Instant;

import io.jobqueue.FailureGroup;
import io.jobqueue.JobId;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters with the same queue, task and error type.
 *
 * @param queue the queue
 * @param task the name of the task
 * @param errorType the class name of the last error, empty for none
 * @param count the number of jobs
 * @param firstAt when the first of these jobs ended, {@code null} if it is not known
 * @param lastAt when the last of these jobs ended, {@code null} if it is not known
 * @param sample the id of the job that ended last, {@code null} if it is not known
 */
record FailureRow(String queue, String task, String errorType, long count, @Nullable Instant firstAt,
		@Nullable Instant lastAt, @Nullable String sample) {

	static FailureRow of(FailureGroup group) {
		JobId sample = group.sample();
		return new FailureRow(group.queue(), group.task(), group.errorType(), group.count(), group.firstAt(),
				group.lastAt(), (sample != null) ? sample.value() : null);
	}

}
