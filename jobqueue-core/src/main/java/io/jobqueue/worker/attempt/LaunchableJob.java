package io.jobqueue.worker.attempt;

import io.jobqueue.worker.outcome.StopReason;

/**
 * A claimed job that waits for a permit, or has one.
 */
interface LaunchableJob {

	/**
	 * Run: the permit is granted. Nothing is done if it was stopped before.
	 * @throws RuntimeException if it cannot be run; it is then to be stopped
	 */
	void start();

	/**
	 * Tell the handler to stop. The first reason counts. A job that has not begun is
	 * given back, and its permit released, at once.
	 * @return whether this is the first
	 */
	boolean stop(StopReason reason);

}
