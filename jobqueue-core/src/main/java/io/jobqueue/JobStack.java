package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * What the threads of a running job do at one moment, or why that is not known.
 *
 * @param outcome whether the stacks were taken
 * @param worker the worker that runs the job, {@code null} if none does
 * @param text the stack of the thread of the handler, then those of threads that run
 * calls of its maps, at most 64,000 characters; empty unless they were taken
 */
public record JobStack(Outcome outcome, @Nullable String worker, String text) {

	/** What came of the request. */
	public enum Outcome {

		/** The worker answered. */
		TAKEN,
		/** The job does not run, or ended before the worker looked. */
		NOT_RUNNING,
		/**
		 * The worker did not answer in time: it is busy with other requests, has no
		 * connection to the store, or is gone and its lease has not expired yet.
		 */
		NO_ANSWER

	}

}
