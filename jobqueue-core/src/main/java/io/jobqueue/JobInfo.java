package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A job as it was stored at one moment. Times are those of the clock of the store.
 *
 * @param id the id
 * @param task the name of the task
 * @param queue the current queue
 * @param status the current status
 * @param payload the payload as JSON
 * @param headers the headers
 * @param correlationId the correlation id of the request, {@code null} for none
 * @param flow the flow to which the job belongs as a member or as a job that follows it,
 * {@code null} for none. The flow may no longer be kept
 * @param tags the tags, in the order in which they were added
 * @param priority from -100 to 100
 * @param maxRetries the number of retries of this job, {@code null} if its task decides
 * @param timeout how long an attempt may run, {@code null} if its task decides
 * @param attempts the number of started attempts; an attempt that was lost, interrupted
 * or not counted and its repetition count as one
 * @param retriesUsed the number of retries that were used. Interruptions, lost workers
 * and releases do not count. A requeue resets it
 * @param delivery how often the job was claimed
 * @param createdAt when the job was stored
 * @param dueAt when the job became or becomes due; {@code null} once it has ended
 * @param startedAt when the last attempt started, {@code null} before the first
 * @param endedAt when the job ended, {@code null} before
 * @param worker the worker that runs it or ran it last
 * @param progress from 0.0 to 1.0
 * @param progressText the text that was reported with it, at most 200 characters;
 * {@code null} for none, and after SUCCESS
 * @param error the last error, {@code null} after SUCCESS
 * @param onFailureError what {@code onFailure} threw, {@code null} for nothing
 * @param result the result as JSON, {@code null} for none
 * @param history the newest 20 attempts, the oldest first
 */
public record JobInfo(JobId id, String task, String queue, JobStatus status, String payload,
		Map<String, String> headers, @Nullable String correlationId, @Nullable FlowId flow, List<String> tags,
		int priority, @Nullable Integer maxRetries, @Nullable Duration timeout, int attempts, int retriesUsed,
		int delivery, Instant createdAt, @Nullable Instant dueAt, @Nullable Instant startedAt,
		@Nullable Instant endedAt, @Nullable String worker, double progress, @Nullable String progressText,
		@Nullable JobError error, @Nullable JobError onFailureError, @Nullable String result,
		List<JobAttempt> history) {

	/**
	 * The header of a job that has the id of its parent. A dispatch inside a running job
	 * sets it, in place of one of the request.
	 */
	public static final String PARENT_HEADER = "parentJob";

	public JobInfo {
		headers = Map.copyOf(headers);
		tags = List.copyOf(tags);
		history = List.copyOf(history);
	}

	/**
	 * The job that dispatched this one while it ran. The store may no longer have it.
	 * @return its id; {@code null} if the job was dispatched elsewhere, or by a release
	 * that did not keep it
	 */
	public @Nullable JobId parent() {
		String id = this.headers.get(PARENT_HEADER);
		return (id != null && JobId.isValid(id)) ? JobId.of(id) : null;
	}

}
