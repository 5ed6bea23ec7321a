package io.jobqueue;

/**
 * A job of a flow.
 *
 * @param place its number in the flow, from 0, in the order of the requests
 * @param job the id of the job
 * @param state what the flow knows of it
 */
public record FlowMember(int place, JobId job, State state) {

	/** What a flow knows of a job. */
	public enum State {

		/** It waits or runs. */
		OPEN,

		/** It has succeeded. */
		SUCCEEDED,

		/**
		 * It was not stored, because another job owned its unique key, or the call that
		 * was to add it did not return. It counts as a success.
		 */
		SKIPPED,

		/** It has ended otherwise. */
		FAILED,

		/** It was deleted before it ended, or the store has lost it. */
		MISSING

	}

}
