package io.jobqueue.autoconfigure.task;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.Retry;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.ValueText;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.settings.TaskDefaults;

/**
 * Converts the keys under {@code jobqueue.task-defaults} and {@code
 * jobqueue.retries} to retry policies.
 *
 * @param defaults the policy of tasks that name none
 * @param named the policies for use as {@code @Retry("name")}
 */
record RetrySettings(RetryPolicy defaults, Map<String, RetryPolicy> named) {

	/** Return the settings of tasks that do not set their own. */
	static TaskDefaults taskDefaults(JobQueueProperties properties, UnaryOperator<String> placeholders) {
		RetrySettings retries = of(properties.taskDefaults(), properties.retries());
		return new TaskDefaults(properties.defaultQueue(), properties.taskDefaults().timeout(), retries.defaults(),
				retries.named(), placeholders);
	}

	static RetrySettings of(JobQueueProperties.TaskDefaults taskDefaults, Map<String, Retry> retries) {
		RetryPolicy defaults = defaults(taskDefaults);
		Map<String, RetryPolicy> named = new LinkedHashMap<>();
		retries.forEach((name, retry) -> named.put(name, policy("jobqueue.retries." + name, retry, defaults)));
		return new RetrySettings(defaults, named);
	}

	private static RetryPolicy defaults(JobQueueProperties.TaskDefaults defaults) {
		return policy("jobqueue.task-defaults", new Retry(defaults.maxRetries(), defaults.delay(),
				defaults.multiplier(), defaults.maxDelay(), defaults.jitter(), Set.of(), Set.of()),
				RetryPolicy.DEFAULT);
	}

	/**
	 * Checked before the policy is created, because its own check does not name the key.
	 */
	private static RetryPolicy policy(String prefix, Retry retry, RetryPolicy base) {
		Duration maxDelay = Objects.requireNonNullElse(retry.maxDelay(), base.maxDelay());
		requireExceptions(prefix + ".includes", retry.includes());
		requireExceptions(prefix + ".excludes", retry.excludes());
		if (!Collections.disjoint(retry.includes(), retry.excludes())) {
			throw PropertyChecks.invalid(prefix + ".excludes", retry.excludes(),
					"must not have a class in common with %s.includes".formatted(prefix));
		}
		return new RetryPolicy(Objects.requireNonNullElse(retry.maxRetries(), base.maxRetries()),
				delay(prefix, retry, base, maxDelay), Objects.requireNonNullElse(retry.multiplier(), base.multiplier()),
				maxDelay, Objects.requireNonNullElse(retry.jitter(), base.jitter()), retry.includes(),
				retry.excludes());
	}

	/** The binder does not look at the bound of the type. */
	private static void requireExceptions(String key, Set<? extends Class<?>> types) {
		for (Class<?> type : types) {
			if (!Throwable.class.isAssignableFrom(type)) {
				throw PropertyChecks.invalid(key, type.getName(), "must have classes of exceptions only");
			}
		}
	}

	/** An inherited delay is capped; a delay that is set is validated. */
	private static Duration delay(String prefix, Retry retry, RetryPolicy base, Duration maxDelay) {
		if (retry.delay() == null) {
			return (base.delay().compareTo(maxDelay) > 0) ? maxDelay : base.delay();
		}
		if (retry.delay().compareTo(maxDelay) > 0) {
			throw PropertyChecks.invalid(prefix + ".delay", retry.delay(),
					"must not be more than %s.max-delay (%s)".formatted(prefix, ValueText.of(maxDelay)));
		}
		return retry.delay();
	}

}
