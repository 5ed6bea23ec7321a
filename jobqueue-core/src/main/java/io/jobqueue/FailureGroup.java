package io.jobqueue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Dead letters with the same queue, task and error type. The count is exact. The other
 * values are those of the newest dead letters of the queue, of which a bounded number is
 * read.
 *
 * @param queue the queue
 * @param task the name of the task
 * @param errorType the class name of the last error, empty for none
 * @param count the number of jobs
 * @param firstAt when the first of these jobs ended, {@code null} if the queue has more
 * dead letters than were read
 * @param lastAt when the last of these jobs ended, {@code null} if none of them was read
 * @param sample the job that ended last, {@code null} if none of them was read
 */
public record FailureGroup(String queue, String task, String errorType, long count, @Nullable Instant firstAt,
		@Nullable Instant lastAt, @Nullable JobId sample) {

	/** A group of which only the number of jobs is known. */
	public FailureGroup(String queue, String task, String errorType, long count) {
		this(queue, task, errorType, count, null, null, null);
	}

	/** The query that selects the jobs of this group. */
	public JobQuery query() {
		return JobQuery.deadLetters().inQueue(this.queue).withTask(this.task).withErrorType(this.errorType);
	}

}
