package io.jobqueue.task.settings;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.jobqueue.Names;
import io.jobqueue.retry.RetryPolicy;

/**
 * The settings of tasks that do not set their own.
 *
 * @param queue the default queue
 * @param timeout how long an attempt may run
 * @param retryPolicy the default retry policy
 * @param retryPolicies the policies that {@code @Retry} can name
 * @param placeholders resolves placeholders in annotations
 */
public record TaskDefaults(String queue, Duration timeout, RetryPolicy retryPolicy,
		Map<String, RetryPolicy> retryPolicies, UnaryOperator<String> placeholders) {

	/**
	 * Queue {@code default}, one hour, the default policy, no named ones, no
	 * placeholders.
	 */
	public static final TaskDefaults DEFAULT = new TaskDefaults("default", Duration.ofHours(1), RetryPolicy.DEFAULT,
			Map.of(), UnaryOperator.identity());

	public TaskDefaults {
		Names.requireQueue(queue);
		retryPolicies = Map.copyOf(retryPolicies);
	}

}
