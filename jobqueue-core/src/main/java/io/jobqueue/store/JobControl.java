package io.jobqueue.store;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * What people and code do to jobs and queues from outside. Safe for use by many threads.
 */
public interface JobControl {

	/**
	 * Cancel a job that waits or runs. The attempt of a running one is kept as CANCELLED
	 * in its history, and its worker is signalled.
	 * @param id the job
	 * @return the status before, {@code null} if there is no such job; it was cancelled
	 * if and only if that is not an end
	 */
	@Nullable JobStatus cancel(JobId id);

	/**
	 * Make an ended job QUEUED, with retries and losses at zero, its history and delivery
	 * kept, its result and error gone; and signal a worker.
	 * @param id the job
	 * @return the status before, {@code null} if there is no such job; it was requeued if
	 * and only if that is an end
	 */
	@Nullable JobStatus requeue(JobId id);

	/**
	 * Delete a job that is not STARTED, with all that is kept of it.
	 * @param id the job
	 * @return the status before, {@code null} if there is no such job; it was deleted if
	 * and only if that is not STARTED
	 */
	@Nullable JobStatus delete(JobId id);

	/**
	 * Let claims of a queue return nothing, and its workers sleep, until resumed. A queue
	 * that was unknown is listed from now on.
	 */
	void pause(String queue);

	/**
	 * Let claims of a queue return jobs again, and signal one of its workers, which wakes
	 * the next if it leaves something. An unknown queue stays unknown.
	 */
	void resume(String queue);

}
