package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A job as the store had it at one moment. Times are of the store's clock.
 *
 * @param id its identity
 * @param task the name of its task
 * @param queue the queue it is in now
 * @param status where it stands
 * @param payload its payload as JSON text
 * @param headers its headers
 * @param correlationId the correlation id given at dispatch, {@code null} for none
 * @param priority from -100 to 100
 * @param maxRetries how many retries it may use, {@code null} where its task says so
 * @param timeout how long an attempt may run, {@code null} where its task says so
 * @param attempts how many attempts were started, those lost or interrupted not counted
 * twice
 * @param retriesUsed how many retries it has used: attempts that led to another by their
 * outcome. Interruptions, lost workers and jobs given back do not count; a requeue begins
 * at zero
 * @param delivery how often it was handed to a worker
 * @param createdAt when it was stored
 * @param dueAt since when, or from when on, it may run; {@code null} once it has ended
 * @param startedAt when its last attempt started, {@code null} before the first
 * @param endedAt when it ended, {@code null} before
 * @param worker the worker that runs it or ran it last
 * @param progress from 0.0 to 1.0
 * @param error its last error, {@code null} after SUCCESS
 * @param handlerError what {@code onFailure} threw when it was told of the end,
 * {@code null} if it threw nothing
 * @param result its result as JSON text, {@code null} if there is none
 * @param history its attempts, the oldest first, the newest 20
 */
public record JobInfo(JobId id, String task, String queue, JobStatus status, String payload,
		Map<String, String> headers, @Nullable String correlationId, int priority, @Nullable Integer maxRetries,
		@Nullable Duration timeout, int attempts, int retriesUsed, int delivery, Instant createdAt,
		@Nullable Instant dueAt, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String worker,
		double progress, @Nullable JobError error, @Nullable JobError handlerError, @Nullable String result,
		List<JobAttempt> history) {

	public JobInfo {
		headers = Map.copyOf(headers);
		history = List.copyOf(history);
	}

}
