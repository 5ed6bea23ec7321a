package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.NewJob;
import io.jobqueue.store.StoredText;

import org.jspecify.annotations.Nullable;

/**
 * What never changes about a job, in one value: the task up to a separator, where scripts
 * find it, then fields behind their length. The store's time in 13 digits stands before.
 *
 * @param createdAt when it was inserted, by the store's clock
 * @param task the name of its task
 * @param payload JSON text
 * @param headers its headers
 * @param priority from -100 to 100
 * @param maxRetries how many retries it may use
 * @param timeout how long an attempt may run
 * @param correlationId its correlation id
 */
record JobRecord(Instant createdAt, String task, String payload, Map<String, String> headers, int priority,
		@Nullable Integer maxRetries, @Nullable Duration timeout, @Nullable String correlationId) {

	/** In place of one that another release wrote in a form of its own. */
	static final JobRecord UNREADABLE = new JobRecord(Instant.EPOCH, ClaimedJob.UNREADABLE, "null", Map.of(), 0, null,
			null, null);

	/** In place of a time that only the store knows. */
	static final String STAMP = "0".repeat(13);

	private static final String ABSENT = "-";

	/** The record without the time before it. */
	static byte[] encode(NewJob job) {
		StringBuilder text = new StringBuilder(job.task().length() + job.payload().length() + 32);
		text.append(job.task()).append(Text.UNIT);
		append(text, Integer.toString(job.priority()));
		append(text, job.maxRetries());
		append(text, (job.timeout() != null) ? job.timeout().toMillis() : null);
		append(text, job.correlationId());
		append(text, job.headers().size());
		job.headers().forEach((name, value) -> {
			append(text, name);
			append(text, value);
		});
		return text.append(job.payload()).toString().getBytes(StandardCharsets.UTF_8);
	}

	static JobRecord decode(String id, byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		try {
			return decode(text);
		}
		catch (RuntimeException ex) {
			throw new JobQueueException(
					"The record of job '%s' cannot be read; it begins '%s'. Was it written by another program?"
						.formatted(id, StoredText.cut(text, 60)),
					ex);
		}
	}

	private static JobRecord decode(String text) {
		int end = text.indexOf(Text.UNIT, STAMP.length());
		Reader reader = new Reader(text, end + 1);
		int priority = Integer.parseInt(reader.required());
		String maxRetries = reader.next();
		String timeout = reader.next();
		String correlationId = reader.next();
		Map<String, String> headers = new LinkedHashMap<>();
		for (int left = Integer.parseInt(reader.required()); left > 0; left--) {
			headers.put(reader.required(), reader.required());
		}
		return new JobRecord(Instant.ofEpochMilli(Long.parseLong(text.substring(0, STAMP.length()))),
				text.substring(STAMP.length(), end), reader.rest(), headers, priority,
				(maxRetries != null) ? Integer.valueOf(maxRetries) : null,
				(timeout != null) ? Duration.ofMillis(Long.parseLong(timeout)) : null, correlationId);
	}

	private static void append(StringBuilder text, @Nullable Object value) {
		if (value == null) {
			text.append(ABSENT);
			return;
		}
		String string = value.toString();
		text.append(string.length()).append(':').append(string);
	}

	private static final class Reader {

		private final String text;

		private int position;

		private Reader(String text, int position) {
			this.text = text;
			this.position = position;
		}

		private @Nullable String next() {
			if (this.text.startsWith(ABSENT, this.position)) {
				this.position++;
				return null;
			}
			int colon = this.text.indexOf(':', this.position);
			int start = colon + 1;
			int end = start + Integer.parseInt(this.text, this.position, colon, 10);
			this.position = end;
			return this.text.substring(start, end);
		}

		private String required() {
			String value = next();
			if (value == null) {
				throw new IllegalArgumentException("A field is absent at " + this.position);
			}
			return value;
		}

		private String rest() {
			return this.text.substring(this.position);
		}

	}

}
