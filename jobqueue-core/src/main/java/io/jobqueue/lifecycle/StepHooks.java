package io.jobqueue.lifecycle;

/**
 * The hooks of a capability at the points in the life of a job. A store calls them in one
 * place, for each transition of a step. One instance serves one step, in its transaction
 * or under its lock.
 */
public interface StepHooks {

	/**
	 * The job waits, and may start when it is first in its queue or when its due time is
	 * reached.
	 * @param job the job from now on
	 */
	default void enter(JobState job) {
	}

	/**
	 * A worker holds the job from now on.
	 * @param job the job from now on
	 */
	default void started(JobState job) {
	}

	/** No worker holds the job any more. */
	default void stopped(Transition transition) {
	}

	/** The job has ended for any reason, or was deleted before it ended. */
	default void ended(Transition transition) {
	}

	/** The job had ended and waits again. */
	default void revived(Transition transition) {
	}

	/** Complete the step after all its transitions. */
	default void settle() {
	}

}
