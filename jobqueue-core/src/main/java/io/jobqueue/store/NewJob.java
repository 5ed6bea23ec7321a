package io.jobqueue.store;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Collections;
import java.util.Map;

import io.jobqueue.JobId;

import org.jspecify.annotations.Nullable;

/**
 * A job to insert: what never changes about it, and when it is due. A job with neither
 * {@code delay} nor {@code dueAt} is due now.
 *
 * @param id its identity
 * @param queue the queue
 * @param task the name of its task
 * @param payload JSON text
 * @param headers its headers
 * @param priority from -100 to 100
 * @param delay time until it is due, by the store's clock, {@code null} or zero for now
 * @param dueAt when it is due, by the store's clock; past is now
 * @param maxRetries how many retries it may use, {@code null} where its task says so
 * @param timeout how long an attempt may run, {@code null} where its task says so
 * @param correlationId its correlation id, {@code null} for none
 */
public record NewJob(JobId id, String queue, String task, String payload, Map<String, String> headers, int priority,
		@Nullable Duration delay, @Nullable Instant dueAt, @Nullable Integer maxRetries, @Nullable Duration timeout,
		@Nullable String correlationId) {

	public NewJob {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

}
