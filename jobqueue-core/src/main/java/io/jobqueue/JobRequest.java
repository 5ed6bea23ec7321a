package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A job to dispatch. Immutable: each wither returns another request.
 */
public final class JobRequest {

	private final TaskRef task;

	private final @Nullable Object payload;

	private final Options options;

	private JobRequest(TaskRef task, @Nullable Object payload, Options options) {
		this.task = task;
		this.payload = payload;
		this.options = options;
	}

	private JobRequest(TaskRef task, @Nullable Object payload) {
		this(task, payload, Options.NONE);
	}

	/** A job for a handler class. */
	public static <P> JobRequest of(Class<? extends JobHandler<P, ?>> task, @Nullable P payload) {
		return new JobRequest(new TaskRef.HandlerClass(task), payload);
	}

	/** A job for a handler class without a payload. */
	public static JobRequest of(Class<? extends JobHandler<Void, ?>> task) {
		return new JobRequest(new TaskRef.HandlerClass(task), null);
	}

	/** A job for a task method, such as {@code Reports::build}. */
	public static <B, P> JobRequest of(TaskRef.PayloadMethod<B, P> task, @Nullable P payload) {
		return new JobRequest(new TaskRef.Method(task), payload);
	}

	/** A job for a task method that also takes the {@link JobContext}. */
	public static <B, P> JobRequest of(TaskRef.PayloadAndContextMethod<B, P> task, @Nullable P payload) {
		return new JobRequest(new TaskRef.Method(task), payload);
	}

	/** A job for a task method without a payload. */
	public static <B> JobRequest of(TaskRef.PlainMethod<B> task) {
		return new JobRequest(new TaskRef.Method(task), null);
	}

	/**
	 * A job for a task by name; this application need not know the task.
	 * @throws InvalidJobException if the name cannot be one of a task
	 */
	public static JobRequest of(String task, @Nullable Object payload) {
		return new JobRequest(new TaskRef.Named(task), payload);
	}

	/**
	 * Into another queue than the task's own.
	 * @throws InvalidJobException if the name cannot be one of a queue
	 */
	public JobRequest onQueue(String queue) {
		return with(this.options.withQueue(Names.requireQueue(queue)));
	}

	/**
	 * Due after a delay, by the store's clock. Replaces {@link #at}.
	 * @param delay the delay, rounded up to a millisecond
	 * @throws InvalidJobException if the delay is negative or more than 36,500 days
	 */
	public JobRequest after(Duration delay) {
		return with(this.options.withDue(Limits.requireDelay(delay), null));
	}

	/**
	 * Due at a time, by the store's clock; a time in the past is due now. Replaces
	 * {@link #after}.
	 * @throws InvalidJobException if the time is before the year 1 or after the year 9999
	 */
	public JobRequest at(Instant time) {
		return with(this.options.withDue(null, Limits.requireTime(time)));
	}

	/**
	 * From -100 to 100, higher first, 0 by default.
	 * @throws InvalidJobException if outside that range
	 */
	public JobRequest withPriority(int priority) {
		Limits.requirePriority(priority);
		return with(this.options.withPriority(priority));
	}

	/**
	 * How many retries this job may use, instead of the task's.
	 * @throws InvalidJobException if negative
	 */
	public JobRequest withMaxRetries(int maxRetries) {
		Limits.requireMaxRetries(maxRetries);
		return with(this.options.withMaxRetries(maxRetries));
	}

	/**
	 * How long an attempt of this job may run, instead of the task's.
	 * @param timeout the timeout; parts of a millisecond are left out
	 * @throws InvalidJobException if it is less than a millisecond or more than 36,500
	 * days
	 */
	public JobRequest withTimeout(Duration timeout) {
		return with(this.options.withTimeout(Limits.requireTimeout(timeout)));
	}

	/**
	 * A header, seen by the handler and by interceptors.
	 * @throws InvalidJobException if the name is blank, or if name or value has a NUL or
	 * an unpaired surrogate, which no store can hold
	 */
	public JobRequest withHeader(String name, String value) {
		Limits.requireText("The name of a header", name);
		Limits.requireText("Header '%s'".formatted(name), value);
		if (name.isBlank()) {
			throw new InvalidJobException("The name of a header must not be blank (its value is '" + value + "')");
		}
		Map<String, String> headers = new LinkedHashMap<>(this.options.headers());
		headers.put(name, value);
		return with(this.options.withHeaders(headers));
	}

	/**
	 * Says which jobs belong together, in logs and in searches; by default the job's id.
	 * @throws InvalidJobException if it has a NUL or an unpaired surrogate, which no
	 * store can hold
	 */
	public JobRequest withCorrelationId(String correlationId) {
		return with(this.options.withCorrelationId(Limits.requireText("A correlation id", correlationId)));
	}

	private JobRequest with(Options options) {
		return new JobRequest(this.task, this.payload, options);
	}

	public TaskRef task() {
		return this.task;
	}

	public @Nullable Object payload() {
		return this.payload;
	}

	public @Nullable String queue() {
		return this.options.queue();
	}

	/** The delay, {@code null} for now or when {@link #dueAt()} says the time. */
	public @Nullable Duration delay() {
		return this.options.delay();
	}

	public @Nullable Instant dueAt() {
		return this.options.dueAt();
	}

	public int priority() {
		return this.options.priority();
	}

	public @Nullable Integer maxRetries() {
		return this.options.maxRetries();
	}

	public @Nullable Duration timeout() {
		return this.options.timeout();
	}

	/** The headers, unmodifiable, in the order they were given. */
	public Map<String, String> headers() {
		return this.options.headers();
	}

	public @Nullable String correlationId() {
		return this.options.correlationId();
	}

	@Override
	public String toString() {
		return "JobRequest[task=" + this.task + ", " + this.options + "]";
	}

}
