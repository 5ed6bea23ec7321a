package io.jobqueue.autoconfigure.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.autoconfigure.properties.ContainerProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.ValueRule;
import io.jobqueue.worker.options.QueuePattern;
import io.jobqueue.worker.options.SharedContainer;

import org.jspecify.annotations.Nullable;

/** Converts the keys under {@code jobqueue.containers}. */
final class ContainerSettings {

	private static final String PREFIX = "jobqueue.containers.";

	private final List<SharedContainer> containers = new ArrayList<>();

	ContainerSettings(Map<String, ContainerProperties> containers, int concurrency) {
		Map<String, String> containerOf = new HashMap<>();
		containers.forEach((name, container) -> {
			String broken = ValueRule.name().broken(name);
			if (broken != null) {
				throw PropertyChecks.invalid(PREFIX + name, name, broken);
			}
			List<QueuePattern> queues = queues(name, container, containerOf);
			requireValidWeights(name, container);
			this.containers
				.add(new SharedContainer(name, queues, SharedContainer.Order.valueOf(container.order().name()),
						container.weights(), Objects.requireNonNullElse(container.concurrency(), concurrency)));
		});
	}

	private static List<QueuePattern> queues(String name, ContainerProperties container,
			Map<String, String> containerOf) {
		String key = PREFIX + name + ".queues";
		if (container.queues().isEmpty()) {
			throw PropertyChecks.invalid(key, container.queues(), "must name at least one queue");
		}
		List<QueuePattern> queues = new ArrayList<>();
		for (String text : container.queues()) {
			String other = containerOf.put(text, name);
			if (other != null) {
				throw PropertyChecks.invalid(key, text, "must name queues that no other container has, each once",
						"'%s' is in '%s%s.queues' too: remove it from one of them".formatted(text, PREFIX, other));
			}
			queues.add(ServedQueueSelection.pattern(key, text));
		}
		return queues;
	}

	private static void requireValidWeights(String name, ContainerProperties container) {
		String prefix = PREFIX + name + ".weights";
		if (container.order() == ContainerProperties.Order.STRICT && !container.weights().isEmpty()) {
			throw PropertyChecks.invalid(prefix, container.weights(), "has an effect only with the order 'weighted'",
					"Remove the weights, or set '%s%s.order' to 'weighted'".formatted(PREFIX, name));
		}
		container.weights().forEach((queue, weight) -> {
			String key = prefix + "." + queue;
			@Nullable Object given = weight;
			if (given == null) {
				throw PropertyChecks.invalid(key, "", "must be positive");
			}
			if (!container.queues().contains(queue)) {
				throw PropertyChecks.invalid(key, weight, "must be the weight of a queue of the container",
						"Add '%s' to '%s%s.queues', or remove the weight%s".formatted(queue, PREFIX, name,
								brackets(container.queues(), queue)));
			}
		});
	}

	/**
	 * Without brackets, Spring Boot drops some characters of a name, so {@code tenant-*}
	 * is read as {@code tenant-}.
	 */
	private static String brackets(List<String> queues, String read) {
		return queues.stream()
			.filter((queue) -> queue.replaceAll("[^A-Za-z0-9.-]", "").equals(read))
			.findFirst()
			.map((queue) -> ". If '%s' is meant, write it with brackets: \"[%s]\"".formatted(queue, queue))
			.orElse("");
	}

	/** Return the names of queues, without patterns. */
	Set<String> names() {
		Set<String> names = new TreeSet<>();
		entries().filter((entry) -> !entry.isPattern()).forEach((entry) -> names.add(entry.text()));
		return names;
	}

	List<QueuePattern> patterns() {
		return entries().filter(QueuePattern::isPattern).toList();
	}

	private Stream<QueuePattern> entries() {
		return this.containers.stream().flatMap((container) -> container.queues().stream());
	}

	/**
	 * Return the container of a queue: that which names it, else that with a matching
	 * pattern.
	 * @return the container, {@code null} if the queue is in none
	 * @throws InvalidJobException if patterns of two containers match
	 */
	@Nullable SharedContainer find(String queue) {
		SharedContainer found = null;
		for (SharedContainer container : this.containers) {
			if (container.queues().contains(new QueuePattern(queue))) {
				return container;
			}
			if (container.serves(queue)) {
				if (found != null) {
					throw new InvalidJobException(
							"Queue '%s' matches patterns of two containers, in '%s%s.queues' and '%s%s.queues': name it in one of them"
								.formatted(queue, PREFIX, found.name(), PREFIX, container.name()));
				}
				found = container;
			}
		}
		return found;
	}

	/**
	 * Refuse a concurrency of a queue that has that of its container.
	 * @param queue the queue
	 * @param concurrency its configured concurrency, if any
	 */
	void refuseConcurrency(String queue, @Nullable Integer concurrency) {
		SharedContainer container = (concurrency != null) ? find(queue) : null;
		if (container != null) {
			throw PropertyChecks.invalid("jobqueue.queues." + queue + ".concurrency", concurrency,
					"must not be set for a queue of container '%s'".formatted(container.name()),
					"Set '%s%s.concurrency' for all queues of the container, or remove '%s' from '%s%s.queues'"
						.formatted(PREFIX, container.name(), queue, PREFIX, container.name()));
		}
	}

}
