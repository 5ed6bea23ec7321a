package io.jobqueue.task;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.jobqueue.Names;
import io.jobqueue.retry.RetryPolicy;

/**
 * What holds for tasks that do not say otherwise.
 *
 * @param queue the default queue
 * @param timeout how long an attempt may run
 * @param retryPolicy when and how often an attempt is made again
 * @param retryPolicies the policies that {@code @Retry} can name
 * @param placeholders resolves the placeholders in texts of annotations
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
