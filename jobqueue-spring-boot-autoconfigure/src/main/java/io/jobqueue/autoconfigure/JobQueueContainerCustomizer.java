package io.jobqueue.autoconfigure;

import io.jobqueue.worker.options.ContainerOptions;

/**
 * Customizes how a queue is served, for instance with a concurrency that depends on the
 * number of processors or on a pattern of names. It is applied after the properties.
 * <p>
 * Beans of this type are called in their order, once per queue. This happens at the
 * start, or on a thread of the worker for a queue that is discovered later. An exception
 * at the start fails the start. A queue of a container under {@code jobqueue.containers}
 * has the concurrency of that container, which must not be changed here.
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
