package io.jobqueue.store.job;

import java.time.Instant;
import java.util.List;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * The condition of a job, as readers see it. The components are those of
 * {@link io.jobqueue.JobInfo}.
 *
 * @param status its status
 * @param attempts how many attempts were started
 * @param retries how many retries it has used
 * @param delivery how often it was claimed
 * @param createdAt when it was inserted
 * @param dueAt when it may run, {@code null} once it has ended
 * @param startedAt when its last attempt started, {@code null} before the first
 * @param endedAt when it ended, {@code null} before
 * @param worker the worker of its last attempt, {@code null} before the first
 * @param progress its progress
 * @param error its last error
 * @param onFailureError what {@code onFailure} threw
 * @param result its result, {@code null} if there is none
 * @param history its attempts, the oldest first
 */
public record JobCondition(JobStatus status, int attempts, int retries, int delivery, Instant createdAt,
		@Nullable Instant dueAt, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String worker,
		JobProgress progress, @Nullable JobError error, @Nullable JobError onFailureError, @Nullable String result,
		List<JobAttempt> history) {

	public JobCondition {
		history = List.copyOf(history);
	}

}
