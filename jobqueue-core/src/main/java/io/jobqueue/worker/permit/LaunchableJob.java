package io.jobqueue.worker.permit;

import io.jobqueue.worker.outcome.StopReason;

/**
 * A claimed job that waits for a permit, or has one.
 */
public interface LaunchableJob {

	/**
	 * Run the job, because its permit is granted. This has no effect if the job was
	 * stopped before.
	 * @throws RuntimeException if the job cannot be run; the caller must then stop it
	 */
	void start();

	/**
	 * Request the handler to stop. The first reason counts. A job that has not started is
	 * released immediately, and so is its permit.
	 * @return whether this is the first request
	 */
	boolean stop(StopReason reason);

}
