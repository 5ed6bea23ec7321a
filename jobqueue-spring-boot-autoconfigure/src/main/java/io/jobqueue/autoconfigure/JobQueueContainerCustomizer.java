package io.jobqueue.autoconfigure;

import io.jobqueue.worker.options.ContainerOptions;

/**
 * Changes how a queue is served, for instance a concurrency that follows from the number
 * of processors or from a pattern of names. It sees what the properties say of the queue.
 * <p>
 * Beans of this type are called in their order, once for each queue: at the start, or by
 * a thread of the worker for a queue that is found later. What one throws at the start
 * fails the start.
 */
@FunctionalInterface
public interface JobQueueContainerCustomizer {

	/**
	 * Change the options of a queue.
	 * @param options the options from the properties and the customizers before
	 * @return the options to use, for the same queue; never {@code null}
	 */
	ContainerOptions customize(ContainerOptions options);

}
