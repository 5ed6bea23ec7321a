package io.jobqueue.worker;

import io.jobqueue.InvalidJobException;
import io.jobqueue.Names;

/**
 * How a container serves its queue.
 *
 * @param queue the queue
 * @param concurrency how many jobs it runs at once at most, positive
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
