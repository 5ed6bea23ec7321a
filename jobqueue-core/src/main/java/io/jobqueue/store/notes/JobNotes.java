package io.jobqueue.store.notes;

import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreUnavailableException;

/**
 * An optional part of a store: the finished steps of jobs, and their logs. All of it is
 * deleted with the job. The steps are also deleted when a job that has succeeded is
 * requeued. Safe for use by many threads. All methods throw
 * {@link StoreUnavailableException} when the store is unavailable, and those that write
 * throw {@link io.jobqueue.store.error.StoreFullException} if it has no room. Each may be
 * repeated after a lost reply.
 */
public interface JobNotes {

	/** The maximum number of steps of a job. */
	int MAX_STEPS = 100;

	/** The maximum size in bytes of the results of all steps of a job. */
	int MAX_STEPS_SIZE = 4 * 1024 * 1024;

	/**
	 * Keep a finished step. One with the same number is replaced.
	 * @return whether it is kept; not if the worker does not hold the job with this
	 * delivery
	 */
	boolean keepStep(Attempt attempt, StoredStep step);

	/**
	 * The finished steps of a job.
	 * @param queue the queue that has the job
	 * @return the steps in the order of their numbers; empty if there is no such job
	 */
	List<StoredStep> steps(String queue, JobId id);

	/**
	 * Append to the logs of jobs that a worker holds. Parts whose number is not higher
	 * than that of the last line are there already and are left out. The oldest parts
	 * beyond the bounds are deleted.
	 * @param queue the queue from which the jobs were claimed
	 * @param worker the worker that holds them
	 * @param appends the parts to append, each job once
	 * @param bounds how much of each log is kept
	 * @return the jobs whose parts are not kept, because the worker does not hold them
	 * with this delivery
	 */
	Set<JobId> appendLogs(String queue, String worker, List<LogAppend> appends, LogBounds bounds);

	/**
	 * The log of a job, from a number on. Earlier parts are not read.
	 * @param queue the queue that has the job
	 * @param from the number of the first line that is wanted
	 * @return the parts that have this line or later ones; empty if there is no such job
	 */
	StoredLog log(String queue, JobId id, long from);

}
