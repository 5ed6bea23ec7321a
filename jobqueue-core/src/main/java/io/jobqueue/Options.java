package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link JobRequest}. {@code null} means the value of the task.
 */
record Options(@Nullable String queue, @Nullable Duration delay, @Nullable Instant dueAt, int priority,
		@Nullable Integer maxRetries, @Nullable Duration timeout, Map<String, String> headers,
		@Nullable String correlationId, Map<String, String> limitKeys) {

	static final Options NONE = new Options(null, null, null, 0, null, null, Map.of(), null, Map.of());

	Options {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
		limitKeys = Map.copyOf(limitKeys);
	}

	Options withQueue(String queue) {
		return new Options(queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys);
	}

	Options withDue(@Nullable Duration delay, @Nullable Instant dueAt) {
		return new Options(this.queue, delay, dueAt, this.priority, this.maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys);
	}

	Options withPriority(int priority) {
		return new Options(this.queue, this.delay, this.dueAt, priority, this.maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys);
	}

	Options withMaxRetries(int maxRetries) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys);
	}

	Options withTimeout(Duration timeout) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, timeout, this.headers,
				this.correlationId, this.limitKeys);
	}

	Options withHeaders(Map<String, String> headers) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout, headers,
				this.correlationId, this.limitKeys);
	}

	Options withCorrelationId(String correlationId) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout,
				this.headers, correlationId, this.limitKeys);
	}

	Options withLimitKeys(Map<String, String> limitKeys) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout,
				this.headers, this.correlationId, limitKeys);
	}

}
