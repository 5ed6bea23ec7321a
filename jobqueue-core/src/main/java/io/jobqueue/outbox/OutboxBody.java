package io.jobqueue.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.NewJob;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a row keeps of a job beside its id and queue, as JSON. A relay of another version
 * may read it: fields may be added, none may change.
 */
record OutboxBody(String task, String payload, Map<String, String> headers, int priority, @Nullable Duration delay,
		@Nullable Instant dueAt, @Nullable Integer maxRetries, @Nullable Duration timeout,
		@Nullable String correlationId) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	static String write(NewJob job) {
		return MAPPER.writeValueAsString(new OutboxBody(job.task(), job.payload(), job.headers(), job.priority(),
				job.delay(), job.dueAt(), job.maxRetries(), job.timeout(), job.correlationId()));
	}

	/**
	 * The job of a row. Its delay has been running since it was written.
	 * @throws RuntimeException if the row is not one of ours
	 */
	static NewJob read(OutboxRow row) {
		OutboxBody body = MAPPER.readValue(row.body(), OutboxBody.class);
		return new NewJob(new JobId(row.id()), row.queue(), body.task(), body.payload(), body.headers(),
				body.priority(), rest(body.delay(), row.age()), body.dueAt(), body.maxRetries(), body.timeout(),
				body.correlationId());
	}

	private static @Nullable Duration rest(@Nullable Duration delay, Duration age) {
		return (delay == null || delay.compareTo(age) <= 0) ? null : delay.minus(age);
	}

}
