package io.jobqueue.worker.options;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The queues that a worker serves in addition to the configured ones, once they are in
 * the store.
 *
 * @param patterns the patterns of their names, empty for none
 * @param container creates the options for one of them
 * @param interval how often the names of the queues are read
 */
public record QueueDiscovery(List<QueuePattern> patterns, Function<String, ContainerOptions> container,
		Duration interval) {

	/** No discovery: only the given queues are served. */
	public static final QueueDiscovery NONE = new QueueDiscovery(List.of(), (queue) -> new ContainerOptions(queue, 1));

	public QueueDiscovery {
		patterns = List.copyOf(patterns);
	}

	/** Create a discovery with an interval of 5 s. */
	public QueueDiscovery(List<QueuePattern> patterns, Function<String, ContainerOptions> container) {
		this(patterns, container, Duration.ofSeconds(5));
	}

	public boolean isWanted(String queue) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matches(queue));
	}

}
