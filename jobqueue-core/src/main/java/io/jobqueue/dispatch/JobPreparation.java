package io.jobqueue.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.DurationText;
import io.jobqueue.FlowId;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobInfo;
import io.jobqueue.JobRequest;
import io.jobqueue.JobTags;
import io.jobqueue.store.form.TextSize;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.JobTraits;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.support.MonotonicIds;
import io.jobqueue.store.support.WarnOnce;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.settings.TaskLimits;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a request into a job that can be stored: interceptors, task, checks, payload, id.
 */
public final class JobPreparation {

	private static final Logger logger = LoggerFactory.getLogger(JobPreparation.class);

	/** Names and values of all headers, in bytes. */
	private static final long MAX_HEADERS = 64 * 1024;

	private static final int MAX_CORRELATION_ID = 500;

	private final TaskRegistry tasks;

	private final PayloadWriter payloads;

	private final List<DispatchInterceptor> interceptors;

	private final Duration maxDelay;

	private final InstantSource clock;

	private final MonotonicIds ids;

	private final WarnOnce keyless = new WarnOnce(
			() -> logger.warn("Further tasks have jobs without a value for their limit key; they are not logged"));

	public JobPreparation(TaskRegistry tasks, PayloadWriter payloads, List<DispatchInterceptor> interceptors,
			Duration maxDelay, InstantSource clock) {
		this.tasks = tasks;
		this.payloads = payloads;
		this.interceptors = interceptors;
		this.maxDelay = maxDelay;
		this.clock = clock;
		this.ids = new MonotonicIds(clock);
	}

	public NewJob prepare(JobRequest original) {
		return prepare(original, null);
	}

	/**
	 * Turn a request into a job whose payload is a given text, unless an interceptor
	 * replaces the payload.
	 * @param json the text of which the payload of the request was read, {@code null} to
	 * write the payload
	 */
	public NewJob prepare(JobRequest original, @Nullable String json) {
		JobRequest asked = intercept(original);
		TaskRegistry.Target target = this.tasks.resolve(asked.task());
		requireReachable(target.name(), asked);
		requireHeaders(target.name(), asked.headers());
		JobRequest request = withParent(asked);
		String correlationId = correlationId(target.name(), request);
		Task task = this.tasks.find(target.name()).orElse(null);
		String payload = (json != null && request.payload() == original.payload())
				? this.payloads.verbatim(target.name(), task, request.payload(), json)
				: this.payloads.write(target.name(), task, request.payload());
		String queue = (request.queue() != null) ? request.queue() : target.queue();
		JobDetails details = JobDetails.of(target.name(), payload)
			.withHeaders(request.headers())
			.withPriority(request.priority())
			.withMaxRetries(request.maxRetries())
			.withTimeout(request.timeout())
			.withCorrelationId(correlationId);
		return new NewJob(this.ids.next(queue), queue, details, request.delay(), request.dueAt(),
				JobTraits.NONE.withLimits(limits(target.name(), request))
					.withUnique(UniqueKeyNames.trait(request, target.name(), task,
							() -> this.payloads.identity(target.name(), payload)))
					.withTags(tags(target.name(), task, request)));
	}

	/** A new id of a flow. */
	FlowId flowId() {
		return FlowId.of(this.ids.next("flow").value());
	}

	/** A text that is the same for jobs of the same task with the same payload only. */
	public String identity(NewJob job) {
		return this.payloads.identity(job.task(), job.payload());
	}

	private static List<String> tags(String name, @Nullable Task task, JobRequest request) {
		if (task == null || task.tags().isEmpty()) {
			return request.tags();
		}
		try {
			return JobTags.add(task.tags(), request.tags());
		}
		catch (InvalidJobException ex) {
			throw new InvalidJobException("The tags of task '%s' and of a request for it do not fit together: %s"
				.formatted(name, ex.getMessage()));
		}
	}

	/**
	 * A worker adds the limits of a task that is unknown here.
	 */
	private List<String> limits(String task, JobRequest request) {
		if (request.limitKeys().isEmpty() && !this.tasks.find(task).isPresent()) {
			return List.of();
		}
		List<String> keys = request.limitKeys()
			.entrySet()
			.stream()
			.map((key) -> LimitName.ofValue(key.getKey(), key.getValue()))
			.sorted()
			.toList();
		return this.tasks.find(task)
			.map((known) -> withLimitsOf(known.limits(), task, keys, request.headers()))
			.orElse(keys);
	}

	private List<String> withLimitsOf(TaskLimits limits, String task, List<String> keys, Map<String, String> headers) {
		String key = limits.key();
		if (key != null && !limits.hasValue(keys, headers) && this.keyless.isFirst(task)) {
			logger.warn("A job for task '{}' has no value for its limit key '{}', so 'maxRunningPerKey' does not bound "
					+ "it: dispatch with JobRequest.withLimitKey(\"{}\", …), or set a header of this name. This is "
					+ "logged once per task", task, key, key);
		}
		return limits.names(task, keys, headers);
	}

	private JobRequest intercept(JobRequest original) {
		JobRequest request = original;
		for (DispatchInterceptor interceptor : this.interceptors) {
			request = requirePresent(interceptor.intercept(request), interceptor);
		}
		return request;
	}

	private static JobRequest requirePresent(@Nullable JobRequest request, DispatchInterceptor interceptor) {
		if (request == null) {
			throw new InvalidJobException("%s returned null: return the request, or throw to refuse it"
				.formatted(interceptor.getClass().getName()));
		}
		return request;
	}

	private void requireReachable(String task, JobRequest request) {
		Duration ahead = (request.dueAt() != null) ? between(this.clock.instant(), request.dueAt()) : request.delay();
		if (ahead != null && ahead.compareTo(this.maxDelay) > 0) {
			Object asked = (request.dueAt() != null) ? request.dueAt() : DurationText.of(ahead);
			throw new InvalidJobException(("A job for task '%s' is to be due %s %s, more than %s ahead: use a nearer "
					+ "time, or raise 'jobqueue.dispatch.max-delay'")
				.formatted(task, (request.dueAt() != null) ? "at" : "after", asked, DurationText.of(this.maxDelay)));
		}
	}

	private static Duration between(Instant now, Instant dueAt) {
		return Duration.between(now, dueAt);
	}

	private static void requireHeaders(String task, Map<String, @Nullable String> headers) {
		long size = 0;
		for (Map.Entry<String, @Nullable String> header : headers.entrySet()) {
			if (header.getValue() == null) {
				throw new InvalidJobException(
						"Header '%s' of a job for task '%s' is null: leave it out".formatted(header.getKey(), task));
			}
			size += TextSize.utf8(header.getKey()) + TextSize.utf8(header.getValue());
		}
		if (size > MAX_HEADERS) {
			throw new InvalidJobException(
					("The headers of a job for task '%s' have %,d bytes together, but at most %,d "
							+ "are allowed: put the data into the payload")
						.formatted(task, size, MAX_HEADERS));
		}
	}

	/** A handler that passes its own headers on passes its own parent on too. */
	private static JobRequest withParent(JobRequest request) {
		JobContext running = JobContextHolder.current();
		return (running != null) ? request.withHeader(JobInfo.PARENT_HEADER, running.id().value()) : request;
	}

	private static @Nullable String correlationId(String task, JobRequest request) {
		String given = request.correlationId();
		if (given != null && given.isBlank()) {
			throw new InvalidJobException(
					"The correlation id '%s' of a job for task '%s' is blank: leave it out".formatted(given, task));
		}
		if (given != null && given.length() > MAX_CORRELATION_ID) {
			throw new InvalidJobException(
					"A correlation id has at most %d characters, but that of a job for task '%s' has %d: '%s…'"
						.formatted(MAX_CORRELATION_ID, task, given.length(), given.substring(0, 40)));
		}
		JobContext running = JobContextHolder.current();
		return (given != null || running == null) ? given : running.correlationId();
	}

}
