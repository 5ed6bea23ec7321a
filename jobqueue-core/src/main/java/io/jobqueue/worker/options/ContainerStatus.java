package io.jobqueue.worker.options;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The status of a container at one moment, for meters and health.
 *
 * @param queue the queue it serves
 * @param container the name of the container, which several queues may share
 * @param active the number of running jobs
 * @param capacity the maximum number of running jobs of all queues of the container
 * @param abandoned the number of handlers that continue after an interrupt
 * @param state the state of the container
 * @param storeUnavailable whether a call found the store unavailable and none has
 * succeeded since
 * @param stalledFor for how long the container has claimed nothing although it has free
 * permits and jobs are due in the queue; {@code null} unless that has lasted for a lease
 */
public record ContainerStatus(String queue, String container, int active, int capacity, int abandoned, State state,
		boolean storeUnavailable, @Nullable Duration stalledFor) {

	/** The state of a container. */
	public enum State {

		/** The container claims jobs. */
		RUNNING,
		/** The container claims no more jobs; some still run. */
		DRAINING,
		/** The container has stopped or has not been started. */
		STOPPED

	}

}
