package io.jobqueue.autoconfigure.queue;

import java.util.Map;

import io.jobqueue.Limit;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * The rules that this application configures for a queue.
 *
 * @param limits the bounds by the names of their limits
 * @param order the order, {@code null} for unchanged
 * @param fairBy the limit key whose values take turns, {@code null} for none
 * @param tasks the bounds that tasks of this application declare, by task
 */
public record ConfiguredRules(Map<String, Limit> limits, QueueRules.@Nullable Order order, @Nullable String fairBy,
		Map<String, Map<String, Limit>> tasks) {

	/** Return whether nothing limits or orders the jobs of the queue. */
	public boolean isEmpty() {
		return this.limits.isEmpty() && this.order == null && this.tasks.values().stream().allMatch(Map::isEmpty);
	}

	/** Return rules with these values of an application. */
	public QueueRules apply(String application, QueueRules rules) {
		QueueRules next = rules.withConfiguredLimits(application, this.limits);
		if (this.order != null) {
			next = next.withOrder(this.order, this.fairBy);
		}
		for (Map.Entry<String, Map<String, Limit>> task : this.tasks.entrySet()) {
			next = next.withTaskLimits(task.getKey(), task.getValue());
		}
		return next;
	}

}
