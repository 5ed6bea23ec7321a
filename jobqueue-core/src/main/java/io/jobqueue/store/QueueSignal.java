package io.jobqueue.store;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;

/**
 * Signals from the store to a worker. The store itself sends them (insert, resume,
 * cancel, …). They can be late, lost or needless: polling and renewal do not depend on
 * them.
 */
public interface QueueSignal {

	/**
	 * Receive the signals for a worker, until the subscription is closed. A broken
	 * connection is restored automatically, and {@link Listener#resumed()} is called.
	 * @param worker the id of the worker
	 * @param listener called on a thread of the store; must not block
	 */
	Subscription subscribe(String worker, Listener listener);

	/**
	 * Return whether the signals of other processes are received too. If not, a worker
	 * looks each second which of its jobs were cancelled. The store may ask its server
	 * for the answer.
	 * @throws JobQueueException if the server cannot be asked
	 */
	default boolean comesFromOtherProcesses() {
		return true;
	}

	/** Receives the signals. */
	interface Listener {

		/** A queue for which this worker waits may have a job. */
		void queueReady(String queue);

		/** A job that this worker runs was cancelled. */
		void jobCancelled(JobId id);

		/**
		 * Somebody has requested something of this worker: the stack of a job that it
		 * runs, or to take no more jobs.
		 */
		void requested();

		/** Signals may have been lost. */
		void resumed();

	}

	/** A subscription that ends when it is closed. */
	interface Subscription extends AutoCloseable {

		@Override
		void close();

	}

}
