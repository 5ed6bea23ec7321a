package io.jobqueue.worker.options;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Names;

/**
 * The options of a container.
 *
 * @param queue the queue
 * @param concurrency the maximum number of jobs that run at the same time, positive
 */
public record ContainerOptions(String queue, int concurrency) {

	public ContainerOptions {
		Names.requireQueue(queue);
		if (concurrency < 1) {
			throw new InvalidJobException(
					"'concurrency' of queue '%s' must be positive, but was %d".formatted(queue, concurrency));
		}
	}

}
