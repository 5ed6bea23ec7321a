package io.jobqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jobqueue.JobId;

import org.jspecify.annotations.Nullable;

/**
 * A job in the hands of a worker.
 *
 * @param id its identity
 * @param queue the queue it was claimed from
 * @param task the name of its task
 * @param payload JSON text
 * @param headers its headers
 * @param priority from -100 to 100
 * @param maxRetries how many retries it may use, {@code null} where its task says so
 * @param timeout how long an attempt may run, {@code null} where its task says so
 * @param correlationId its correlation id, {@code null} for none
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
public record ClaimedJob(JobId id, String queue, String task, String payload, Map<String, String> headers, int priority,
		@Nullable Integer maxRetries, @Nullable Duration timeout, @Nullable String correlationId, int delivery,
		int retries, int losses, int interruptions, Instant createdAt, Instant dueAt, Instant startedAt,
		@Nullable Instant unknownSince) {

	/**
	 * In place of the task of a job whose record this release cannot read, because
	 * another one wrote it. No task has this name.
	 */
	public static final String UNREADABLE = "?";

	/** From so many lost workers in a row on, a job is claimed alone. */
	public static final int SUSPECT_LOSSES = 2;

	public ClaimedJob {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
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
		return !this.task.equals(UNREADABLE);
	}

	/** The number of this attempt, 1 for the first. */
	public int attempt() {
		return this.retries + 1;
	}

}
