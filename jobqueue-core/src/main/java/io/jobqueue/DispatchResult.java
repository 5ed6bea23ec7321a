package io.jobqueue;

/**
 * What came of a request to dispatch a job.
 *
 * @param id the id of the job that stands for the request: its own, or that of the job
 * that owns its unique key
 * @param outcome what was done
 */
public record DispatchResult(JobId id, Outcome outcome) {

	/** What a dispatch does. */
	public enum Outcome {

		/** A new job was stored. */
		STORED,
		/** Another job owns the unique key; nothing was changed. */
		KEPT,
		/** The job that owns the unique key took over the contents of the request. */
		REPLACED,
		/** As REPLACED, and that job was put off. */
		DEBOUNCED,
		/**
		 * A new job is stored after the commit of the transaction, or by the relay of the
		 * outbox. It is not known yet whether another job owns its unique key then.
		 */
		DEFERRED

	}

}
