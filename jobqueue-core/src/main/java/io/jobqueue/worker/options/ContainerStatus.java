package io.jobqueue.worker.options;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A container at one moment, for meters and health.
 *
 * @param queue the queue it serves
 * @param active how many jobs it runs
 * @param capacity how many jobs it runs at once at most
 * @param abandoned how many handlers go on although they were interrupted
 * @param state what it is doing
 * @param storeAway whether the store did not answer the last time
 * @param stalledFor for how long it has claimed nothing although it has room and jobs are
 * due in the queue; {@code null} unless that has been so for a lease
 */
public record ContainerStatus(String queue, int active, int capacity, int abandoned, State state, boolean storeAway,
		@Nullable Duration stalledFor) {

	/** What a container is doing. */
	public enum State {

		/** It takes jobs. */
		RUNNING,
		/** It takes no more jobs, some still run. */
		DRAINING,
		/** It has stopped or has not been started. */
		STOPPED

	}

}
