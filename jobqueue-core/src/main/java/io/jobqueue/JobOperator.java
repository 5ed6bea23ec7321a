package io.jobqueue;

/**
 * Acts on jobs and queues. Every change is a compare-and-set in the store. Safe for use
 * by many threads. Throws {@link JobQueueException} when the store is away.
 */
public interface JobOperator {

	/**
	 * Cancel a job that waits or runs. A running one is interrupted, and stays CANCELLED
	 * whatever its thread does afterwards.
	 * @return whether this call cancelled it; {@code false} if it had ended or does not
	 * exist
	 */
	boolean cancel(JobId id);

	/**
	 * Put an ended job into its queue again, as new: attempts start anew, its history
	 * goes on.
	 * @return whether this call did; {@code false} if it does not exist
	 * @throws JobStateException if it has not ended
	 */
	boolean requeue(JobId id);

	/**
	 * Delete a job that does not run.
	 * @return whether this call did; {@code false} if it does not exist
	 * @throws JobStateException if it runs: cancel it first
	 */
	boolean delete(JobId id);

	/** Cancel all jobs that match a query; {@link JobExplorer#count} is the dry run. */
	long cancel(JobQuery query);

	/** Requeue all ended jobs that match a query. */
	long requeue(JobQuery query);

	/** Delete all jobs that match a query and do not run. */
	long delete(JobQuery query);

	/**
	 * Let workers leave a queue's jobs alone, until {@link #resume}. Running jobs go on;
	 * restarts change nothing.
	 */
	void pause(String queue);

	/** Let workers take a queue's jobs again. */
	void resume(String queue);

	/**
	 * Delete all waiting jobs of a queue.
	 * @return how many were deleted
	 */
	long purge(String queue);

}
