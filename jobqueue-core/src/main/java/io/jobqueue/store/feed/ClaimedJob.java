package io.jobqueue.store.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.job.JobDetails;

import org.jspecify.annotations.Nullable;

/**
 * A job that a worker has claimed.
 *
 * @param id its id
 * @param queue the queue it was claimed from
 * @param details its task, payload and options; an attempt may have changed the number of
 * retries
 * @param delivery how often it was claimed, including this time: the token that fences
 * this attempt
 * @param retries the number of retries that were used
 * @param lostDeliveries consecutive lost workers. Reset by a stored outcome of an attempt
 * or a requeue, not by a release
 * @param interruptions consecutive interruptions by a stop of the worker. Reset by any
 * other outcome of an attempt or a requeue, not by a lost worker or a release
 * @param createdAt when it was inserted, by the clock of the store
 * @param dueAt when it became due, by the clock of the store
 * @param startedAt when it was claimed, by the clock of the store
 * @param unknownSince when it was first released for lack of a handler, {@code null} if
 * it was not
 * @param limits the names of the limits that it was claimed under, empty for a plain job
 */
public record ClaimedJob(JobId id, String queue, JobDetails details, int delivery, int retries, int lostDeliveries,
		int interruptions, Instant createdAt, Instant dueAt, Instant startedAt, @Nullable Instant unknownSince,
		List<String> limits) {

	public ClaimedJob {
		limits = List.copyOf(limits);
	}

	/**
	 * The task of a job whose record this release cannot read, because another release
	 * wrote it. No task has this name.
	 */
	public static final String UNREADABLE = "?";

	/** The number of lost deliveries in a row from which a job is claimed alone. */
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
	 * Whether this job may be the cause of its lost workers. It was claimed alone. A
	 * worker should run it for a while before it starts others, because those would be
	 * lost with it.
	 */
	public boolean isSuspect() {
		return this.lostDeliveries >= SUSPECT_LOSSES;
	}

	/**
	 * Whether this release can read the record. If not, the job has neither task nor
	 * payload, and must be released as a job of an unknown task.
	 */
	public boolean isReadable() {
		return !task().equals(UNREADABLE);
	}

	/** The number of this attempt, 1 for the first. */
	public int attempt() {
		return this.retries + 1;
	}

	/** The same job, claimed under limits. */
	public ClaimedJob withLimits(List<String> limits) {
		return limits.isEmpty() ? this
				: new ClaimedJob(this.id, this.queue, this.details, this.delivery, this.retries, this.lostDeliveries,
						this.interruptions, this.createdAt, this.dueAt, this.startedAt, this.unknownSince, limits);
	}

}
