package io.jobqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.jobqueue.JobId;

import org.jspecify.annotations.Nullable;

/**
 * A job in the hands of a worker.
 *
 * @param id its identity
 * @param queue the queue it was claimed from
 * @param details its task, payload and options; an attempt may have changed the number of
 * retries
 * @param delivery how often it was claimed, this time included: the token that fences
 * this attempt
 * @param retries how many retries it has used
 * @param losses how many of its workers in a row were lost while they ran it; an attempt
 * whose outcome was stored ends the row, a requeue does, giving it back does not
 * @param interruptions how many of its attempts in a row were interrupted by a stop of
 * their worker; another outcome of an attempt ends the row, a requeue does, a lost worker
 * and giving it back do not
 * @param createdAt when it was inserted, by the store's clock
 * @param dueAt since when it may run, by the store's clock
 * @param startedAt when it was claimed, by the store's clock
 * @param unknownSince since when it is given back for want of a handler, {@code null} if
 * it is not
 */
public record ClaimedJob(JobId id, String queue, JobDetails details, int delivery, int retries, int losses,
		int interruptions, Instant createdAt, Instant dueAt, Instant startedAt, @Nullable Instant unknownSince) {

	/**
	 * In place of the task of a job whose record this release cannot read, because
	 * another one wrote it. No task has this name.
	 */
	public static final String UNREADABLE = "?";

	/** From so many lost workers in a row on, a job is claimed alone. */
	public static final int SUSPECT_LOSSES = 2;

	public String task() {
		return this.details.task();
	}

	public String payload() {
		return this.details.payload();
	}

	public Map<String, String> headers() {
		return this.details.headers();
	}

	public int priority() {
		return this.details.priority();
	}

	public @Nullable Integer maxRetries() {
		return this.details.maxRetries();
	}

	public @Nullable Duration timeout() {
		return this.details.timeout();
	}

	public @Nullable String correlationId() {
		return this.details.correlationId();
	}

	/**
	 * Whether this job may be what ends its workers. It was claimed alone, and is best
	 * watched for a while before others start beside it, which would be lost with it.
	 */
	public boolean isSuspect() {
		return this.losses >= SUSPECT_LOSSES;
	}

	/**
	 * Whether this release can read its record. If not, it has neither task nor payload,
	 * and is to be given back as a job of an unknown task.
	 */
	public boolean isReadable() {
		return !task().equals(UNREADABLE);
	}

	/** The number of this attempt, 1 for the first. */
	public int attempt() {
		return this.retries + 1;
	}

}
