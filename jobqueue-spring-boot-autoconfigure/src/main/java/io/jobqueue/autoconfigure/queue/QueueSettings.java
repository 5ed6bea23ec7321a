package io.jobqueue.autoconfigure.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.jobqueue.Limit;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.properties.QueueProperties.OnFull;
import io.jobqueue.autoconfigure.properties.QueueProperties;
import io.jobqueue.autoconfigure.properties.ValueRule;
import io.jobqueue.task.Task;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.options.SharedContainer;

/**
 * Converts the keys under {@code jobqueue.queues} and {@code jobqueue.containers}, and
 * determines the queues that the application serves.
 */
public final class QueueSettings {

	private final Map<String, QueueProperties> queues;

	private final int concurrency;

	private final ContainerSettings containers;

	private final ServedQueueSelection served;

	public QueueSettings(JobQueueProperties properties) {
		this.queues = properties.queues();
		this.queues.keySet().forEach(QueueSettings::requireName);
		this.queues.forEach((name, queue) -> {
			LimitSettings.limits(name, queue);
			LimitSettings.order(name, queue);
		});
		this.concurrency = properties.worker().concurrency();
		this.containers = new ContainerSettings(properties.containers(), this.concurrency);
		this.queues.forEach((name, queue) -> this.containers.refuseConcurrency(name, queue.concurrency()));
		Set<String> configured = new TreeSet<>(this.queues.keySet());
		configured.addAll(this.containers.names());
		this.served = new ServedQueueSelection(properties.worker().queues(), configured, this.containers.patterns(),
				properties.defaultQueue());
	}

	private static void requireName(String name) {
		String broken = ValueRule.name().broken(name);
		if (broken != null) {
			throw PropertyChecks.invalid("jobqueue.queues." + name, name, broken);
		}
	}

	/** Return the queues that this application serves if its worker is enabled. */
	public Set<String> served(Collection<Task> tasks) {
		return this.served.served(tasks);
	}

	/** Return the containers that are served from the start. */
	public List<ContainerOptions> containers(Collection<Task> tasks) {
		this.served.warnOfUnknown(tasks);
		return served(tasks).stream().map(this::container).toList();
	}

	/** Return the names of the containers of those queues, by queue. */
	public Map<String, String> containerNames(Collection<Task> tasks) {
		return served(tasks).stream()
			.collect(Collectors.toMap((queue) -> queue, (queue) -> container(queue).container()));
	}

	/** Return which further queues are served once they are in the store. */
	public QueueDiscovery discovery() {
		return new QueueDiscovery(this.served.discovered(), this::container);
	}

	/** Return the queues to pause or resume at start. */
	public Map<String, Boolean> pauses() {
		Map<String, Boolean> pauses = new TreeMap<>();
		this.queues.forEach((name, queue) -> {
			if (queue.paused() != null) {
				pauses.put(name, queue.paused());
			}
		});
		return pauses;
	}

	/**
	 * Return the rules to apply at start, by queue.
	 * @param tasks the tasks of this application
	 */
	public Map<String, ConfiguredRules> rules(Collection<Task> tasks) {
		Map<String, ConfiguredRules> rules = new TreeMap<>();
		Set<String> names = new TreeSet<>(this.queues.keySet());
		names.addAll(served(tasks));
		names.forEach((name) -> rules.put(name, rules(name, tasks)));
		return rules;
	}

	/**
	 * Return the queues that have a limit, an order or a maximum size.
	 * @param tasks the tasks of this application
	 */
	public Set<String> withRules(Collection<Task> tasks) {
		Set<String> names = new TreeSet<>();
		rules(tasks).forEach((name, rules) -> {
			if (!rules.isEmpty()) {
				names.add(name);
			}
		});
		maxSizes().forEach((name, size) -> {
			if (size > 0) {
				names.add(name);
			}
		});
		return names;
	}

	private ConfiguredRules rules(String name, Collection<Task> tasks) {
		Map<String, Map<String, Limit>> ofTasks = new TreeMap<>();
		tasks.stream()
			.filter((task) -> task.queue().equals(name))
			.forEach((task) -> ofTasks.put(task.name(), task.limits().bounds(task.name())));
		QueueProperties own = this.queues.get(name);
		return (own != null) ? new ConfiguredRules(LimitSettings.limits(name, own), LimitSettings.order(name, own),
				own.fairBy(), ofTasks) : new ConfiguredRules(Map.of(), null, null, ofTasks);
	}

	/** Return the maximum sizes to set at start, 0 for none. */
	public Map<String, Integer> maxSizes() {
		Map<String, Integer> sizes = new TreeMap<>();
		this.queues.forEach((name, queue) -> {
			if (queue.maxSize() != null) {
				sizes.put(name, queue.maxSize());
			}
		});
		return sizes;
	}

	/** Return for how long a dispatch waits for room, without queues that reject. */
	public Map<String, Duration> blockTimeouts() {
		Map<String, Duration> timeouts = new TreeMap<>();
		this.queues.forEach((name, queue) -> {
			if (queue.onFull() == OnFull.BLOCK) {
				timeouts.put(name, queue.blockTimeout());
			}
		});
		return timeouts;
	}

	/** Return the options of a queue. */
	public ContainerOptions container(String queue) {
		SharedContainer shared = this.containers.find(queue);
		if (shared != null) {
			return new ContainerOptions(queue, shared);
		}
		QueueProperties own = this.queues.get(queue);
		Integer configured = (own != null) ? own.concurrency() : null;
		return new ContainerOptions(queue, Objects.requireNonNullElse(configured, this.concurrency));
	}

}
