package io.jobqueue.store.memory;

import io.jobqueue.lifecycle.Transition;

/**
 * What a capability does at the points in the life of a job at which the store calls it.
 * {@link MemoryStep} is the one place that does so. One instance serves one step, under
 * the lock of the store.
 */
interface StepHooks {

	/** The job waits, and may start when its turn or its time comes. */
	void enter(MemoryJob job);

	/** A worker holds the job from now on. */
	default void started(MemoryJob job) {
	}

	/** No worker holds the job any more. */
	default void stopped(MemoryJob job, Transition transition) {
	}

	/** The job has ended in whatever way, or was deleted before it ended. */
	default void ended(MemoryJob job) {
	}

	/** All transitions of the step are made. */
	void settle();

}
