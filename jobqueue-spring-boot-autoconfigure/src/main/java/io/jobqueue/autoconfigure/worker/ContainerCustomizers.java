package io.jobqueue.autoconfigure.worker;

import java.util.List;

import io.jobqueue.InvalidJobException;
import io.jobqueue.autoconfigure.JobQueueContainerCustomizer;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.QueueDiscovery;
import io.jobqueue.worker.options.SharedContainer;
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

	/** The permits of a shared container are not those of one of its queues. */
	private static ContainerOptions shared(ContainerOptions options, SharedContainer container,
			ContainerOptions changed, JobQueueContainerCustomizer customizer) {
		if (changed.concurrency() != container.concurrency()) {
			throw new InvalidJobException(
					("The JobQueueContainerCustomizer %s returned the concurrency %d for queue '%s', which shares that of "
							+ "container '%s' (%d): set 'jobqueue.containers.%s.concurrency'")
						.formatted(customizer.getClass().getName(), changed.concurrency(), options.queue(),
								container.name(), container.concurrency(), container.name()));
		}
		return options;
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
			current = (current.shared() == null) ? changed : shared(current, current.shared(), changed, customizer);
		}
		return current;
	}

}
