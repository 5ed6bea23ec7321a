package io.jobqueue.worker.options;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.jobqueue.InvalidJobException;

import org.jspecify.annotations.Nullable;

/**
 * A container that serves several queues with one set of permits.
 *
 * @param name its name
 * @param queues the names and patterns of its queues, each once. A name precedes a
 * pattern that matches it too
 * @param order the order in which its queues get permits
 * @param weights the weight of each name or pattern, positive; 1 for those that are
 * absent. A pattern gives its weight to each queue that it matches. Empty if the order is
 * strict
 * @param concurrency the maximum number of jobs of all its queues that run at the same
 * time, positive
 */
public record SharedContainer(String name, List<QueuePattern> queues, Order order, Map<String, Integer> weights,
		int concurrency) {

	/** The order in which queues get permits. */
	public enum Order {

		/**
		 * A queue gets a permit if those before it have no job that may start. One of 32
		 * permits goes to the queue that has waited for the longest time.
		 */
		STRICT,
		/** Queues with jobs get permits in proportion to their weights. */
		WEIGHTED

	}

	public SharedContainer {
		queues = List.copyOf(queues);
		weights = Map.copyOf(weights);
		if (queues.isEmpty()
				|| new TreeSet<>(queues.stream().map(QueuePattern::text).toList()).size() < queues.size()) {
			throw new InvalidJobException("Container '%s' must have at least one queue, and each once, but has %s"
				.formatted(name, queues.stream().map(QueuePattern::text).toList()));
		}
		if (concurrency < 1) {
			throw new InvalidJobException(
					"'concurrency' of container '%s' must be positive, but was %d".formatted(name, concurrency));
		}
		if (order == Order.STRICT && !weights.isEmpty()) {
			throw new InvalidJobException("Container '%s' has the order STRICT, so it must have no weights, but has %s"
				.formatted(name, weights));
		}
		for (Map.Entry<String, Integer> weight : weights.entrySet()) {
			if (weight.getValue() < 1 || queues.stream().noneMatch((each) -> each.text().equals(weight.getKey()))) {
				throw new InvalidJobException(
						"The weight %d of '%s' in container '%s' must be positive and of one of its queues %s"
							.formatted(weight.getValue(), weight.getKey(), name,
									queues.stream().map(QueuePattern::text).toList()));
			}
		}
	}

	/** Return whether the container serves a queue. */
	public boolean serves(String queue) {
		return entry(queue) != null;
	}

	/** Return the position of a queue, from 0. Queues of one pattern have the same. */
	public int position(String queue) {
		return this.queues.indexOf(entry(queue));
	}

	/** Return the weight of a queue. */
	public int weight(String queue) {
		QueuePattern entry = entry(queue);
		return (entry != null) ? weight(entry) : 1;
	}

	private int weight(QueuePattern entry) {
		return this.weights.getOrDefault(entry.text(), 1);
	}

	/**
	 * Return the part of the permits, from 0 to 1, for which a queue may claim jobs
	 * ahead. It is the part that the queue gets while all queues have jobs.
	 */
	public double share(String queue) {
		if (this.order == Order.STRICT) {
			return (position(queue) == 0) ? 1 : 0;
		}
		return (double) weight(queue) / this.queues.stream().mapToInt(this::weight).sum();
	}

	private @Nullable QueuePattern entry(String queue) {
		QueuePattern found = null;
		for (QueuePattern entry : this.queues) {
			if (entry.matches(queue) && (found == null || !entry.isPattern())) {
				found = entry;
			}
		}
		return found;
	}

}
