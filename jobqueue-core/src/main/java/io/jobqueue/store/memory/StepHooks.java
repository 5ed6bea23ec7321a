package io.jobqueue.store.memory;

import io.jobqueue.lifecycle.Transition;

/**
 * The hooks of a capability at the points in the life of a job. Only {@link MemoryStep}
 * calls them. One instance serves one step, under the lock of the store.
 */
interface StepHooks {

	/**
	 * The job waits, and may start when it is first in its queue or when its due time is
	 * reached.
	 */
	void enter(MemoryJob job);

	/** A worker holds the job from now on. */
	default void started(MemoryJob job) {
	}

	/** No worker holds the job any more. */
	default void stopped(MemoryJob job, Transition transition) {
	}

	/** The job has ended for any reason, or was deleted before it ended. */
	default void ended(MemoryJob job) {
	}

	/** Complete the step after all its transitions. */
	void settle();

}
