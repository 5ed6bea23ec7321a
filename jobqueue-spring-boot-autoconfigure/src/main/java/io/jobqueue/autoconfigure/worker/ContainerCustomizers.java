package io.jobqueue.autoconfigure.worker;

import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.autoconfigure.JobQueueContainerCustomizer;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import org.jspecify.annotations.Nullable;

/**
 * Applies the customizers of the application to the options of its containers.
 */
final class ContainerCustomizers {

	private final List<JobQueueContainerCustomizer> customizers;

	ContainerCustomizers(List<JobQueueContainerCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
	}

	List<ContainerOptions> apply(List<ContainerOptions> containers) {
		return containers.stream().map(this::apply).toList();
	}

	QueueDiscovery apply(QueueDiscovery discovery) {
		return new QueueDiscovery(discovery.patterns(), (queue) -> apply(discovery.container().apply(queue)),
				discovery.interval());
	}

	private ContainerOptions apply(ContainerOptions options) {
		ContainerOptions current = options;
		for (JobQueueContainerCustomizer customizer : this.customizers) {
			@Nullable ContainerOptions changed = customizer.customize(current);
			if (changed == null || !changed.queue().equals(options.queue())) {
				throw new InvalidJobException(
						"The JobQueueContainerCustomizer %s returned %s for queue '%s': it must return options of that queue"
							.formatted(customizer.getClass().getName(), changed, options.queue()));
			}
			current = changed;
		}
		return current;
	}

}
