package io.jobqueue;

import java.util.function.Consumer;

/**
 * Acts on jobs and queues. Every change is a compare-and-set in the store. Safe for use
 * by many threads. Throws {@link JobQueueException} when the store is unavailable.
 * <p>
 * {@code cancel}, {@code requeue} and {@code delete} of one job answer by one rule:
 * <ul>
 * <li>{@code true}: this call did it.</li>
 * <li>{@code false}: there is nothing to do. The job does not exist, or what was to be
 * cancelled has ended already.</li>
 * <li>{@link JobStateException}: the job is in a status that the caller must change
 * first. The message names the status and the way out.</li>
 * </ul>
 * The same by a query acts on the jobs that match when it begins, in steps of some
 * hundred, and skips those whose status does not allow it. It may be repeated after a
 * failure. When the calling thread is interrupted it stops after a step; the flag stays
 * set.
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

	/**
	 * Cancel all jobs that match a query and have not ended; {@link JobExplorer#count} is
	 * the dry run.
	 * @return how many were cancelled
	 */
	default long cancel(JobQuery query) {
		return cancel(query, (progress) -> {
		}).changed();
	}

	/**
	 * Cancel all jobs that match a query and have not ended.
	 * @param progress gets what was done after each step, on the calling thread; what it
	 * throws ends the operation
	 * @return what was done
	 */
	BulkResult cancel(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Requeue all ended jobs that match a query.
	 * @return how many were requeued
	 * @throws InvalidJobException if the query is of all statuses: it must say whether
	 * jobs that succeeded are to run again, such as by {@link JobQuery#deadLetters()}
	 */
	default long requeue(JobQuery query) {
		return requeue(query, (progress) -> {
		}).changed();
	}

	/**
	 * Requeue all ended jobs that match a query.
	 * @param progress gets what was done after each step, on the calling thread; what it
	 * throws ends the operation
	 * @return what was done
	 * @throws InvalidJobException if the query is of all statuses: it must say whether
	 * jobs that succeeded are to run again, such as by {@link JobQuery#deadLetters()}
	 */
	BulkResult requeue(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Delete all jobs that match a query and do not run.
	 * @return how many were deleted
	 * @throws InvalidJobException if the query is of all statuses: it must say which are
	 * meant
	 */
	default long delete(JobQuery query) {
		return delete(query, (progress) -> {
		}).changed();
	}

	/**
	 * Delete all jobs that match a query and do not run.
	 * @param progress gets what was done after each step, on the calling thread; what it
	 * throws ends the operation
	 * @return what was done
	 * @throws InvalidJobException if the query is of all statuses: it must say which are
	 * meant
	 */
	BulkResult delete(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Let workers leave a queue's jobs alone, until {@link #resume}. Running jobs go on;
	 * restarts change nothing.
	 */
	void pause(String queue);

	/** Let workers take a queue's jobs again. */
	void resume(String queue);

	/**
	 * Delete all waiting jobs of a queue, as {@link #delete(JobQuery)} does.
	 * @return how many were deleted
	 */
	long purge(String queue);

}
