package io.jobqueue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Reads jobs, queues and workers, and changes nothing. Implementations are thread-safe.
 * All methods throw {@link JobQueueException} if the store is unavailable.
 * <p>
 * Reads do not take part in a transaction of the caller. They use a connection of their
 * own and see data that is committed at that moment. A job that the transaction of the
 * calling thread has dispatched is found after the commit.
 */
public interface JobExplorer {

	/**
	 * Find a job.
	 * @return the job; empty if the store does not have it, or its dispatch is not
	 * committed
	 */
	Optional<JobInfo> find(JobId id);

	/**
	 * The result of a job that ended as SUCCESS.
	 * @return the result; empty if the job does not exist, has not succeeded or returned
	 * {@code null}
	 * @throws PayloadException if the result cannot be read as this type
	 */
	<R> Optional<R> result(JobId id, Class<R> type);

	/**
	 * The result of a job that ended as SUCCESS, as a type with type arguments:
	 * {@code result(id, new TypeReference<List<Order>>() {})}.
	 * @return the result; empty if the job does not exist, has not succeeded or returned
	 * {@code null}
	 * @throws PayloadException if the result cannot be read as this type
	 */
	<R> Optional<R> result(JobId id, TypeReference<R> type);

	/**
	 * Wait until a job has ended.
	 * @param timeout how long to wait at most
	 * @return the ended job
	 * @throws JobAwaitException if the job does not exist, has not ended in this time, or
	 * was dispatched in the current transaction of the calling thread; also if the
	 * calling thread is interrupted, whose interrupt flag stays set
	 */
	JobInfo await(JobId id, Duration timeout);

	/** Search jobs, one page at a time. */
	JobPage search(JobQuery query);

	/** The queues that have a job, a worker or a pause, by name. */
	List<QueueInfo> queues();

	/**
	 * Read a queue. A queue that does not exist is empty and not paused.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	QueueInfo queue(String name);

	/**
	 * The limits of a queue: those with a bound, and those of values of limit keys that
	 * have a running job, at most 1,000 of these.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	List<LimitInfo> limits(String queue);

	/**
	 * Compute why a job does not start yet. The first reason is the first one to remove.
	 * @return the reasons, empty if the job does not wait or does not exist
	 */
	List<JobWait> waitsFor(JobId id);

	/** The live workers. */
	List<WorkerInfo> workers();

	/**
	 * The recurring jobs: the first 1000, in the order of their names.
	 * {@link JobSchedules#list(String, int)} reads further ones.
	 */
	List<JobSchedule> schedules();

	/** The dead letters in groups, the largest group first. */
	List<FailureGroup> failures();

	/**
	 * The number of jobs that match a query: the dry run of a bulk operation. A query by
	 * queue and status reads sizes that the store keeps. A query by task or error type
	 * reads all jobs of its queues and statuses, which takes as long as a search through
	 * all pages.
	 */
	default long count(JobQuery query) {
		long count = 0;
		@Nullable String cursor = null;
		do {
			JobPage page = search(query.withLimit(JobQuery.MAX_LIMIT).after(cursor));
			count += page.jobs().size();
			cursor = page.next();
		}
		while (cursor != null);
		return count;
	}

}
