package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request to dispatch a job. Immutable: each {@code with} method returns a new request.
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

	/** A request for a handler class. */
	public static <P> JobRequest of(Class<? extends JobHandler<P, ?>> task, @Nullable P payload) {
		return new JobRequest(new TaskRef.HandlerClass(task), payload);
	}

	/** A request for a handler class that takes no payload. */
	public static JobRequest of(Class<? extends JobHandler<Void, ?>> task) {
		return new JobRequest(new TaskRef.HandlerClass(task), null);
	}

	/** A request for a task method, such as {@code Reports::build}. */
	public static <B, P> JobRequest of(TaskRef.PayloadMethod<B, P> task, @Nullable P payload) {
		return new JobRequest(new TaskRef.Method(task), payload);
	}

	/** A request for a task method that also takes the {@link JobContext}. */
	public static <B, P> JobRequest of(TaskRef.PayloadAndContextMethod<B, P> task, @Nullable P payload) {
		return new JobRequest(new TaskRef.Method(task), payload);
	}

	/** A request for a task method that takes no payload. */
	public static <B> JobRequest of(TaskRef.PlainMethod<B> task) {
		return new JobRequest(new TaskRef.Method(task), null);
	}

	/**
	 * A request for a task by name. This application does not have to know the task.
	 * @throws InvalidJobException if the name is not a valid name of a task
	 */
	public static JobRequest of(String task, @Nullable Object payload) {
		return new JobRequest(new TaskRef.Named(task), payload);
	}

	/**
	 * Use another queue than that of the task.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	public JobRequest onQueue(String queue) {
		return with(this.options.withQueue(Names.requireQueue(queue)));
	}

	/**
	 * Run the job after a delay, by the clock of the store. Replaces {@link #at}. A
	 * dispatch throws {@link InvalidJobException} if the delay is longer than
	 * {@code jobqueue.dispatch.max-delay}, by default 365 days.
	 * @param delay the delay, rounded up to a millisecond
	 * @throws InvalidJobException if the delay is {@code null}, negative or longer than
	 * 36,500 days
	 */
	public JobRequest after(Duration delay) {
		return with(this.options.withDue(Limits.requireDelay(delayName(), delay), null));
	}

	private String delayName() {
		if (this.task instanceof TaskRef.Named named) {
			return "The delay of a job of task '" + named.name() + "'";
		}
		return "The delay of a job" + ((this.task instanceof TaskRef.HandlerClass handler)
				? " of handler " + handler.type().getName() : "");
	}

	/**
	 * Run the job at a time, by the clock of the store. A time in the past means now.
	 * Replaces {@link #after}. A dispatch throws {@link InvalidJobException} if the time
	 * is further ahead than {@code jobqueue.dispatch.max-delay}, by default 365 days.
	 * @throws InvalidJobException if the time is {@code null}, before the year 1 or after
	 * the year 9999
	 */
	public JobRequest at(Instant time) {
		return with(this.options.withDue(null, Limits.requireTime(time)));
	}

	/**
	 * Set the priority. Jobs with a higher priority start first. The default is 0.
	 * @param priority from -100 to 100
	 * @throws InvalidJobException if the priority is outside this range
	 */
	public JobRequest withPriority(int priority) {
		Limits.requirePriority(priority);
		return with(this.options.withPriority(priority));
	}

	/**
	 * Set the number of retries of this job, in place of that of the task.
	 * @param maxRetries retries, not runs; 0 for none
	 * @throws InvalidJobException if the number is negative
	 */
	public JobRequest withMaxRetries(int maxRetries) {
		Limits.requireMaxRetries(maxRetries);
		return with(this.options.withMaxRetries(maxRetries));
	}

	/**
	 * Set how long an attempt of this job may run, in place of the timeout of the task.
	 * @param timeout the timeout, rounded down to a millisecond
	 * @throws InvalidJobException if the timeout is {@code null}, shorter than a
	 * millisecond or longer than 36,500 days
	 */
	public JobRequest withTimeout(Duration timeout) {
		return with(this.options.withTimeout(Limits.requireTimeout(timeout)));
	}

	/**
	 * Add a header, or replace one of the same name. Handlers and interceptors can read
	 * it. A dispatch inside a running job replaces {@link JobInfo#PARENT_HEADER}. Names
	 * and values of all headers have at most 64 KB of UTF-8 together. Checked when the
	 * job is dispatched: a dispatch with more throws {@link InvalidJobException}.
	 * @throws InvalidJobException if name or value is {@code null}, if the name is blank,
	 * or if name or value contains a NUL or an unpaired surrogate, which stores cannot
	 * hold
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
	 * Set an id that relates jobs to each other in logs and searches. The default is the
	 * correlation id of the job that dispatches this one, or else the id of the new job.
	 * @param correlationId 1 to 500 characters, not only spaces. Checked when the job is
	 * dispatched: a dispatch with another one throws {@link InvalidJobException}
	 * @throws InvalidJobException if it is {@code null}, or contains a NUL or an unpaired
	 * surrogate, which stores cannot hold
	 */
	public JobRequest withCorrelationId(String correlationId) {
		return with(this.options.withCorrelationId(Limits.requireText("A correlation id", correlationId)));
	}

	/**
	 * Set the value of a limit key, such as the tenant of the job. The limits of the
	 * queue for this key apply to the job, and those of the task if it limits this key.
	 * @param name the name of the key: letters, digits, '.', '_' and '-', at most 100
	 * @param value the value: 1 to 200 bytes of UTF-8 without control characters
	 * @throws InvalidJobException if name or value is not valid, or the request has two
	 * other keys already
	 */
	public JobRequest withLimitKey(String name, String value) {
		Map<String, String> keys = new LinkedHashMap<>(this.options.limitKeys());
		keys.put(LimitKeys.requireName(name), LimitKeys.requireValue(name, value));
		LimitKeys.requireFew(keys.keySet());
		return with(this.options.withLimitKeys(keys));
	}

	/**
	 * Set a unique key of the task in the queue: the job is not stored if another job
	 * owns the key, until that one has ended. It replaces the key that
	 * {@code @JobTask(uniqueKey = …)} computes.
	 * @param key 1 to 200 bytes of UTF-8, without control characters
	 * @throws InvalidJobException if the key has another form
	 */
	public JobRequest withUniqueKey(String key) {
		return withUniqueKey(UniqueKey.of(key));
	}

	/**
	 * Set a unique key with its scope and what happens if another job owns it.
	 * @throws InvalidJobException if the key is {@code null}
	 * @see #withUniqueKey(String)
	 */
	public JobRequest withUniqueKey(UniqueKey key) {
		return with(this.options.withUniqueKey(Limits.requirePresent("A unique key", key)));
	}

	/**
	 * Add a tag, by which {@link JobQuery#withTag} finds the job as long as the store has
	 * it. It is added to the tags of the task.
	 * @param tag a name such as {@code billing}, or a name and a value such as
	 * {@code customer=42}, of at most 100 characters
	 * @throws InvalidJobException if the tag is not valid, or the request has 8 others
	 */
	public JobRequest withTag(String tag) {
		return withTags(tag);
	}

	/**
	 * Add several tags. Those that the request has already are left out.
	 * @throws InvalidJobException if a tag is {@code null} or not valid, or the request
	 * has more than 8 then
	 * @see #withTag
	 */
	public JobRequest withTags(String... tags) {
		return with(this.options.withTags(JobTags.add(this.options.tags(), Arrays.asList(tags))));
	}

	private JobRequest with(Options options) {
		return new JobRequest(this.task, this.payload, options);
	}

	/** The task, by class, method or name. */
	public TaskRef task() {
		return this.task;
	}

	/** The payload, not yet checked or written; {@code null} if there is none. */
	public @Nullable Object payload() {
		return this.payload;
	}

	/** The queue; {@code null} for that of the task. */
	public @Nullable String queue() {
		return this.options.queue();
	}

	/** The delay; {@code null} for a job that is due now or at {@link #dueAt()}. */
	public @Nullable Duration delay() {
		return this.options.delay();
	}

	/** The time of {@link #at}; {@code null} for a job without one. */
	public @Nullable Instant dueAt() {
		return this.options.dueAt();
	}

	/** The priority, from -100 to 100. */
	public int priority() {
		return this.options.priority();
	}

	/** The number of retries; {@code null} for that of the task. */
	public @Nullable Integer maxRetries() {
		return this.options.maxRetries();
	}

	/** The timeout of an attempt; {@code null} for that of the task. */
	public @Nullable Duration timeout() {
		return this.options.timeout();
	}

	/**
	 * The unique key; {@code null} for that of the task, if it has one.
	 */
	public @Nullable UniqueKey uniqueKey() {
		return this.options.uniqueKey();
	}

	/** The headers, in the order in which they were added. Unmodifiable. */
	public Map<String, String> headers() {
		return this.options.headers();
	}

	/** The values of limit keys, by the name of the key. Unmodifiable. */
	public Map<String, String> limitKeys() {
		return this.options.limitKeys();
	}

	/** The tags, in the order in which they were added. Unmodifiable. */
	public List<String> tags() {
		return this.options.tags();
	}

	/** The correlation id; {@code null} for the default. */
	public @Nullable String correlationId() {
		return this.options.correlationId();
	}

	@Override
	public String toString() {
		return "JobRequest[task=" + this.task + ", " + this.options + "]";
	}

}
