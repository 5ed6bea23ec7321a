package io.jobqueue.store.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.jobqueue.JobId;

import org.jspecify.annotations.Nullable;

/**
 * A job to insert: its constant details, and when it is due. A job with neither
 * {@code delay} nor {@code dueAt} is due now.
 *
 * @param id its id
 * @param queue the queue
 * @param details its task, payload and options
 * @param delay the time until it is due, by the clock of the store, {@code null} or zero
 * for now
 * @param dueAt when it is due, by the clock of the store; a time in the past means now
 */
public record NewJob(JobId id, String queue, JobDetails details, @Nullable Duration delay, @Nullable Instant dueAt) {

	/** A job without options that is due now. */
	public NewJob(JobId id, String queue, String task, String payload) {
		this(id, queue, JobDetails.of(task, payload), null, null);
	}

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

}
