package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link JobRequest}. {@code null} means the value of the task.
 */
record Options(@Nullable String queue, @Nullable Duration delay, @Nullable Instant dueAt, int priority,
		@Nullable Integer maxRetries, @Nullable Duration timeout, Map<String, String> headers,
		@Nullable String correlationId, Map<String, String> limitKeys, @Nullable UniqueKey uniqueKey,
		List<String> tags) {

	static final Options NONE = new Options(null, null, null, 0, null, null, Map.of(), null, Map.of(), null, List.of());

	Options {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
		limitKeys = Map.copyOf(limitKeys);
		tags = List.copyOf(tags);
	}

	Options withQueue(String queue) {
		return new Options(queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withDue(@Nullable Duration delay, @Nullable Instant dueAt) {
		return new Options(this.queue, delay, dueAt, this.priority, this.maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withPriority(int priority) {
		return new Options(this.queue, this.delay, this.dueAt, priority, this.maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withMaxRetries(int maxRetries) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, maxRetries, this.timeout, this.headers,
				this.correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withTimeout(Duration timeout) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, timeout, this.headers,
				this.correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withHeaders(Map<String, String> headers) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout, headers,
				this.correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withCorrelationId(String correlationId) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout,
				this.headers, correlationId, this.limitKeys, this.uniqueKey, this.tags);
	}

	Options withLimitKeys(Map<String, String> limitKeys) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout,
				this.headers, this.correlationId, limitKeys, this.uniqueKey, this.tags);
	}

	Options withUniqueKey(UniqueKey uniqueKey) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout,
				this.headers, this.correlationId, this.limitKeys, uniqueKey, this.tags);
	}

	Options withTags(List<String> tags) {
		return new Options(this.queue, this.delay, this.dueAt, this.priority, this.maxRetries, this.timeout,
				this.headers, this.correlationId, this.limitKeys, this.uniqueKey, tags);
	}

}
