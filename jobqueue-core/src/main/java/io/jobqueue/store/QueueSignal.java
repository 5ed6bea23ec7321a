package io.jobqueue.store;

import io.jobqueue.JobId;

/**
 * Hints from the store to a worker. They are sent by the store itself (insert, resume,
 * cancel, …) and may be late, lost or in vain: polling and renewal are the truth.
 */
public interface QueueSignal {

	/**
	 * Hear the signals for a worker, until the answer is closed. A connection that breaks
	 * is made again by itself; {@link Listener#resumed()} tells of it.
	 * @param worker the id of the worker
	 * @param listener is called on a thread of the store and must not block
	 */
	Subscription subscribe(String worker, Listener listener);

	/** Hears the signals. */
	interface Listener {

		/** A queue that this worker waits for may have a job. */
		void queueReady(String queue);

		/** A job that this worker runs was cancelled. */
		void jobCancelled(JobId id);

		/** Signals may have been missed. */
		void resumed();

	}

	/** A subscription that ends when it is closed. */
	interface Subscription extends AutoCloseable {

		@Override
		void close();

	}

}
