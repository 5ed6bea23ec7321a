package io.jobqueue;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A job in a list: what {@link JobInfo} has without payload, headers, result, history and
 * stack trace, so that a page of them is cheap to read. Times are those of the clock of
 * the store.
 *
 * @param id the id
 * @param task the name of the task
 * @param queue the current queue
 * @param status the current status
 * @param correlationId the correlation id of the request, {@code null} for none
 * @param tags the tags, in the order in which they were added
 * @param priority from -100 to 100
 * @param attempts the number of started attempts, as in {@link JobInfo#attempts()}
 * @param createdAt when the job was stored
 * @param dueAt when the job became or becomes due; {@code null} once it has ended
 * @param startedAt when the last attempt started, {@code null} before the first
 * @param endedAt when the job ended, {@code null} before
 * @param worker the worker that runs it or ran it last
 * @param progress from 0.0 to 1.0
 * @param progressText the text that was reported with it, at most 200 characters;
 * {@code null} for none, and after SUCCESS
 * @param errorType the class name of the last error, {@code null} for no error
 * @param errorMessage the first line of the message of the last error, at most 200
 * characters; {@code null} for none
 */
public record JobSummary(JobId id, String task, String queue, JobStatus status, @Nullable String correlationId,
		List<String> tags, int priority, int attempts, Instant createdAt, @Nullable Instant dueAt,
		@Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable String worker, double progress,
		@Nullable String progressText, @Nullable String errorType, @Nullable String errorMessage) {

	private static final int LONGEST_MESSAGE = 200;

	public JobSummary {
		tags = List.copyOf(tags);
	}

	/** The summary of a job. */
	public static JobSummary of(JobInfo job) {
		JobError error = job.error();
		return new JobSummary(job.id(), job.task(), job.queue(), job.status(), job.correlationId(), job.tags(),
				job.priority(), job.attempts(), job.createdAt(), job.dueAt(), job.startedAt(), job.endedAt(),
				job.worker(), job.progress(), job.progressText(), (error != null) ? error.type() : null,
				(error != null) ? firstLine(error.message()) : null);
	}

	private static @Nullable String firstLine(@Nullable String message) {
		if (message == null) {
			return null;
		}
		String line = message.strip().lines().findFirst().orElse("");
		if (line.length() <= LONGEST_MESSAGE) {
			return line;
		}
		int end = Character.isHighSurrogate(line.charAt(LONGEST_MESSAGE - 1)) ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE;
		return line.substring(0, end);
	}

	/** When the job ended, or was stored if it has not ended. */
	public Instant since() {
		return (this.endedAt != null) ? this.endedAt : this.createdAt;
	}

}
