package io.jobqueue.task.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobTags;
import io.jobqueue.Limit;
import io.jobqueue.LimitKeys;
import io.jobqueue.Names;
import io.jobqueue.Rate;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import io.jobqueue.retry.RetryPolicy;

import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a task from its annotation. Values of {@code @JobTask} and
 * {@code @Retry} take precedence over the named policy, and those over the defaults.
 */
public final class TaskSettingsReader {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private final TaskDefaults defaults;

	public TaskSettingsReader(TaskDefaults defaults) {
		this.defaults = defaults;
	}

	public String defaultQueue() {
		return this.defaults.queue();
	}

	public AnnotationValues values(String source) {
		return new AnnotationValues(source, this.defaults.placeholders());
	}

	public TaskSettings read(JobTask task, String defaultName, String source) {
		AnnotationValues values = values(source);
		String name = values.name("name", task.name(), defaultName, Names::requireTask);
		String queue = values.name("queue", task.queue(), this.defaults.queue(), Names::requireQueue);
		String executor = values.text("executor", task.executor());
		Duration timeout = values.duration("timeout", task.timeout(), this.defaults.timeout());
		if (timeout.compareTo(SHORTEST_TIMEOUT) < 0) {
			throw values.invalid("timeout", task.timeout(), "use a duration of at least 1ms");
		}
		return new TaskSettings(name, aliases(task, values), queue, timeout, policy(task.retry(), values),
				executor.isEmpty() ? null : executor, task.interrupt(), limits(task, values),
				KeyExpression.of(name, values.text("uniqueKey", task.uniqueKey()), values), tags(task, values),
				captureLogs(task, values), task.finishInTransaction());
	}

	private static TaskLimits limits(JobTask task, AnnotationValues values) {
		Integer maxRunning = bound("maxRunning", task.maxRunning(), values);
		Integer perKey = bound("maxRunningPerKey", task.maxRunningPerKey(), values);
		String key = values.text("limitKey", task.limitKey());
		if (key.isEmpty() != (perKey == null)) {
			throw values.invalid(key.isEmpty() ? "maxRunningPerKey" : "limitKey",
					key.isEmpty() ? Integer.toString(task.maxRunningPerKey()) : key,
					"'limitKey' and 'maxRunningPerKey' need each other; set both or neither");
		}
		return new TaskLimits(maxRunning, checked("rateLimit", task.rateLimit(), Rate::of, values),
				checked("limitKey", task.limitKey(), LimitKeys::requireName, values), perKey);
	}

	private static <T> @Nullable T checked(String attribute, String value, Function<String, T> reading,
			AnnotationValues values) {
		String text = values.text(attribute, value);
		try {
			return text.isEmpty() ? null : reading.apply(text);
		}
		catch (InvalidJobException ex) {
			throw values.invalid(attribute, text, String.valueOf(ex.getMessage()));
		}
	}

	private static @Nullable Integer bound(String attribute, int value, AnnotationValues values) {
		if (value < 0 || value > Limit.MOST_RUNNING) {
			throw values.invalid(attribute, Integer.toString(value),
					"use a number from 1 to %d, or 0 for no bound".formatted(Limit.MOST_RUNNING));
		}
		return (value != 0) ? value : null;
	}

	private static List<String> tags(JobTask task, AnnotationValues values) {
		List<String> tags = new ArrayList<>(task.tags().length);
		for (String declared : task.tags()) {
			String tag = values.text("tags", declared);
			try {
				tags = JobTags.add(tags, List.of(tag));
			}
			catch (InvalidJobException ex) {
				throw values.invalid("tags", tag, String.valueOf(ex.getMessage()));
			}
		}
		return tags;
	}

	private static @Nullable LogCapture captureLogs(JobTask task, AnnotationValues values) {
		String text = values.text("captureLogs", task.captureLogs());
		for (LogCapture each : LogCapture.values()) {
			if (each.name().equalsIgnoreCase(text)) {
				return each;
			}
		}
		if (!text.isEmpty()) {
			throw values.invalid("captureLogs", text, "use off, error, warn, info, debug or trace");
		}
		return null;
	}

	private static Set<String> aliases(JobTask task, AnnotationValues values) {
		Set<String> aliases = new LinkedHashSet<>();
		for (String alias : task.aliases()) {
			aliases.add(values.name("aliases", alias, " ", Names::requireTask));
		}
		return Set.copyOf(aliases);
	}

	private RetryPolicy policy(Retry retry, AnnotationValues values) {
		RetryPolicy base = base(retry, values);
		Duration maxDelay = values.duration("retry.maxDelay", retry.maxDelay(), base.maxDelay());
		return new RetryPolicy(
				(int) values.number("retry.maxRetries", retry.maxRetries(), base.maxRetries(), 0, Integer.MAX_VALUE),
				delay(retry, values, base, maxDelay),
				values.number("retry.multiplier", retry.multiplier(), base.multiplier(), 1, Double.MAX_VALUE), maxDelay,
				values.number("retry.jitter", retry.jitter(), base.jitter(), 0, 1),
				(retry.includes().length > 0) ? Set.copyOf(Arrays.asList(retry.includes())) : base.includes(),
				(retry.excludes().length > 0) ? Set.copyOf(Arrays.asList(retry.excludes())) : base.excludes());
	}

	/** A default delay is capped by the longest delay; an explicit one is refused. */
	private static Duration delay(Retry retry, AnnotationValues values, RetryPolicy base, Duration maxDelay) {
		Duration delay = values.duration("retry.delay", retry.delay(), base.delay());
		if (delay.compareTo(maxDelay) <= 0) {
			return delay;
		}
		if (values.text("retry.delay", retry.delay()).isEmpty()) {
			return maxDelay;
		}
		throw values.invalid("retry.delay", retry.delay(),
				"it is more than 'retry.maxDelay', which is %s%s; lower the one or raise the other".formatted(
						DurationText.of(maxDelay), retry.maxDelay().isEmpty() ? " by the policy or the defaults" : ""));
	}

	private RetryPolicy base(Retry retry, AnnotationValues values) {
		String name = values.text("retry", retry.value());
		if (name.isEmpty()) {
			return this.defaults.retryPolicy();
		}
		RetryPolicy policy = this.defaults.retryPolicies().get(name);
		if (policy == null) {
			Set<String> known = new TreeSet<>(this.defaults.retryPolicies().keySet());
			throw values.invalid("retry", name,
					known.isEmpty() ? "no policy is configured: add 'jobqueue.retries.%s'".formatted(name)
							: "the configured policies are %s; use one of them or add 'jobqueue.retries.%s'"
								.formatted(String.join(", ", known), name));
		}
		return policy;
	}

}
