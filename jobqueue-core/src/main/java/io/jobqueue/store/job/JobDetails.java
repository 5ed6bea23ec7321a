package io.jobqueue.store.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * What a dispatch says about a job and nothing changes afterwards, with the one form in
 * which all stores and the outbox keep it. A field that is added here is stored without a
 * change of a script or a table. Fields of another release are kept.
 *
 * @param task the name of its task
 * @param payload JSON text
 * @param headers its headers
 * @param priority from -100 to 100
 * @param maxRetries how many retries it may use, {@code null} where its task says so
 * @param timeout how long an attempt may run, {@code null} where its task says so
 * @param correlationId its correlation id, {@code null} for none
 * @param flow its place in a flow, {@code null} for none
 * @param others fields that only another release knows
 */
public record JobDetails(String task, String payload, Map<String, String> headers, int priority,
		@Nullable Integer maxRetries, @Nullable Duration timeout, @Nullable String correlationId,
		@Nullable FlowPlace flow, StoredFields others) {

	/** The format of {@link #write()}, its first character. */
	private static final char FORMAT = 'A';

	public JobDetails {
		headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	/** Without any option. */
	public static JobDetails of(String task, String payload) {
		return new JobDetails(task, payload, Map.of(), 0, null, null, null, null, StoredFields.NONE);
	}

	/**
	 * With the options that were stored.
	 * @throws IllegalArgumentException if one of them cannot be read
	 */
	public static JobDetails of(String task, String payload, StoredFields fields) {
		if (fields.fields().isEmpty()) {
			return of(task, payload);
		}
		Map<String, String> headers = new LinkedHashMap<>();
		int priority = 0;
		Integer maxRetries = null;
		Duration timeout = null;
		String correlationId = null;
		FlowPlace flow = null;
		List<StoredFields.Field> others = new ArrayList<>(0);
		for (StoredFields.Field field : fields.fields()) {
			switch (field.tag()) {
				case "p" -> priority = Integer.parseInt(field.value());
				case "m" -> maxRetries = Integer.valueOf(field.value());
				case "t" -> timeout = Duration.ofMillis(Long.parseLong(field.value()));
				case "c" -> correlationId = field.value();
				case "f" -> flow = FlowPlace.read(field.value());
				case "h" -> putHeader(field.value(), headers);
				default -> others.add(field);
			}
		}
		return new JobDetails(task, payload, headers, priority, maxRetries, timeout, correlationId, flow,
				others.isEmpty() ? StoredFields.NONE : new StoredFields(others));
	}

	private static void putHeader(String value, Map<String, String> headers) {
		int start = value.indexOf(':') + 1;
		int length = (start > 0) ? Integer.parseInt(value, 0, start - 1, 10) : -1;
		if (length < 0 || length > value.length() - start) {
			throw new IllegalArgumentException("A header of a job is of another format");
		}
		headers.put(value.substring(start, start + length), value.substring(start + length));
	}

	/**
	 * Read what {@link #write()} wrote.
	 * @throws IllegalArgumentException if another release wrote the text in a form of its
	 * own
	 */
	public static JobDetails read(String text) {
		return read(text, 0);
	}

	/** As {@link #read(String)}, for the part of a text from an index on. */
	public static JobDetails read(String text, int start) {
		int end = text.indexOf(StoredFields.ENTRY, start);
		if (end < 0 || text.charAt(start) != FORMAT) {
			throw new IllegalArgumentException("The details of a job are of another format");
		}
		int unit = text.indexOf(StoredFields.UNIT, start);
		int taskEnd = (unit < 0 || unit > end) ? end : unit;
		return of(text.substring(start + 1, taskEnd), text.substring(end + 1),
				StoredFields.read(text.substring(taskEnd, end)));
	}

	/** All of it as one text, which begins with its format and the task. */
	public String write() {
		return write(StoredFields.NONE);
	}

	/** As {@link #write()}, with fields of a store of its own. */
	public String write(StoredFields more) {
		StringBuilder text = new StringBuilder(this.task.length() + this.payload.length() + 32);
		text.append(FORMAT).append(this.task);
		writeFields(text);
		more.writeTo(text);
		return text.append(StoredFields.ENTRY).append(this.payload).toString();
	}

	/** All but task and payload, which {@link StoredFields#read} reads. */
	public String fields() {
		StringBuilder text = new StringBuilder();
		writeFields(text);
		return text.toString();
	}

	private void writeFields(StringBuilder text) {
		StoredFields.append(text, "p", (this.priority != 0) ? this.priority : null);
		StoredFields.append(text, "m", this.maxRetries);
		StoredFields.append(text, "t", (this.timeout != null) ? this.timeout.toMillis() : null);
		StoredFields.append(text, "c", this.correlationId);
		StoredFields.append(text, "f", (this.flow != null) ? this.flow.write() : null);
		this.headers.forEach((name, value) -> StoredFields.append(text, "h", name.length() + ":" + name + value));
		this.others.writeTo(text);
	}

	/** The job with these details, as it is shown to people. */
	public JobInfo info(JobId id, String queue, List<String> tags, JobCondition condition) {
		return new JobInfo(id, this.task, queue, condition.status(), this.payload, this.headers, this.correlationId,
				(this.flow != null) ? this.flow.flow() : null, tags, this.priority, this.maxRetries, this.timeout,
				condition.attempts(), condition.retries(), condition.delivery(), condition.createdAt(),
				condition.dueAt(), condition.startedAt(), condition.endedAt(), condition.worker(),
				condition.progress().value(), condition.progress().text(), condition.error(),
				condition.onFailureError(), condition.result(), condition.history());
	}

	/** With another payload. */
	public JobDetails withPayload(String payload) {
		return new JobDetails(this.task, payload, this.headers, this.priority, this.maxRetries, this.timeout,
				this.correlationId, this.flow, this.others);
	}

	/** With other headers. */
	public JobDetails withHeaders(Map<String, String> headers) {
		return new JobDetails(this.task, this.payload, headers, this.priority, this.maxRetries, this.timeout,
				this.correlationId, this.flow, this.others);
	}

	/** With another priority. */
	public JobDetails withPriority(int priority) {
		return new JobDetails(this.task, this.payload, this.headers, priority, this.maxRetries, this.timeout,
				this.correlationId, this.flow, this.others);
	}

	/** With another number of retries, {@code null} where its task says so. */
	public JobDetails withMaxRetries(@Nullable Integer maxRetries) {
		return new JobDetails(this.task, this.payload, this.headers, this.priority, maxRetries, this.timeout,
				this.correlationId, this.flow, this.others);
	}

	/** With another timeout, {@code null} where its task says so. */
	public JobDetails withTimeout(@Nullable Duration timeout) {
		return new JobDetails(this.task, this.payload, this.headers, this.priority, this.maxRetries, timeout,
				this.correlationId, this.flow, this.others);
	}

	/** With another correlation id, {@code null} for none. */
	public JobDetails withCorrelationId(@Nullable String correlationId) {
		return new JobDetails(this.task, this.payload, this.headers, this.priority, this.maxRetries, this.timeout,
				correlationId, this.flow, this.others);
	}

	/** In place of those of a job that waits, which keeps its priority and its flow. */
	public JobDetails inPlaceOf(JobDetails owner) {
		return withPriority(owner.priority).withFlow(owner.flow);
	}

	/** With a place in a flow, {@code null} for none. */
	public JobDetails withFlow(@Nullable FlowPlace flow) {
		return new JobDetails(this.task, this.payload, this.headers, this.priority, this.maxRetries, this.timeout,
				this.correlationId, flow, this.others);
	}

	/** With fields that only another release knows. */
	public JobDetails withOthers(StoredFields others) {
		return new JobDetails(this.task, this.payload, this.headers, this.priority, this.maxRetries, this.timeout,
				this.correlationId, this.flow, others);
	}

}
