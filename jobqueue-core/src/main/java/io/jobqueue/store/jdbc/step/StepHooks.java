package io.jobqueue.store.jdbc.step;

import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.Transition;

/**
 * What a capability does at the points in the life of a job at which the store calls it.
 * {@link JobStep} is the one place that does so. One instance serves one step, in its
 * transaction.
 */
interface StepHooks {

	/** The job waits, and may start when its turn or its time comes. */
	default void enter(JobState job) {
	}

	/** A worker holds the job from now on. */
	default void started(JobState job) {
	}

	/** No worker holds the job any more. */
	default void stopped(Transition transition) {
	}

	/** The job has ended in whatever way, or was deleted before it ended. */
	default void ended(Transition transition) {
	}

	/** All transitions of the step are made, and its rows are about to be written. */
	default void settle() {
	}

}
