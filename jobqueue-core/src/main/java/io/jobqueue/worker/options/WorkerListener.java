package io.jobqueue.worker.options;

import java.time.Duration;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;

/**
 * Called with the events of a worker, for metrics and events, on the threads of the
 * worker. Implementations must not block or throw exceptions. The name of a task that
 * this application does not know is {@code unknown}, so that tags stay bounded.
 */
public interface WorkerListener {

	/**
	 * An attempt starts.
	 * @param wait how long the job had been due
	 */
	default void started(ClaimedJob job, String task, Duration wait) {
	}

	/**
	 * An attempt has an outcome that is stored, or its job was cancelled while it ran.
	 * @param execution how long the handler ran
	 */
	default void finished(ClaimedJob job, String task, Outcome outcome, Duration execution) {
	}

	/**
	 * This worker was told that a job it runs is not its own any more: its lease ran out
	 * or it was cancelled.
	 */
	default void lost(ClaimedJob job, String task) {
	}

	/** A handler goes on although it was interrupted; its permit is free again. */
	default void abandoned(ClaimedJob job, String task) {
	}

	/**
	 * Jobs of lost workers were taken back.
	 * @param requeued how many wait again
	 * @param poisoned how many ended as poison jobs
	 */
	default void reclaimed(String queue, int requeued, int poisoned) {
	}

}
