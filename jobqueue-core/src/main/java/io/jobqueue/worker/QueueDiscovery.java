package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Which queues a worker serves beside those that it is given, once they are in the store.
 *
 * @param patterns what their names match, empty for no such queues
 * @param container how one of them is served
 * @param interval how often the store is asked for the names of its queues
 */
public record QueueDiscovery(List<QueuePattern> patterns, Function<String, ContainerOptions> container,
		Duration interval) {

	/** A worker serves the queues that it is given. */
	public static final QueueDiscovery NONE = new QueueDiscovery(List.of(), (queue) -> new ContainerOptions(queue, 1));

	public QueueDiscovery {
		patterns = List.copyOf(patterns);
	}

	/** With an interval of 5 s. */
	public QueueDiscovery(List<QueuePattern> patterns, Function<String, ContainerOptions> container) {
		this(patterns, container, Duration.ofSeconds(5));
	}

	boolean isWanted(String queue) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(queue));
	}

}
