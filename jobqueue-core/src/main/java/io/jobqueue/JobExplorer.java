package io.jobqueue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Reads jobs, queues and workers. Nothing here changes anything. Safe for use by many
 * threads. Throws {@link JobQueueException} when the store is unavailable.
 * <p>
 * Reads take no part in a transaction of the caller, and use a connection of their own.
 * They see what is committed at that moment. A job that the transaction of the calling
 * thread has dispatched is found after its commit.
 */
public interface JobExplorer {

	/**
	 * A job, empty if the store has none of that id, or its dispatch is not committed.
	 */
	Optional<JobInfo> find(JobId id);

	/**
	 * The result of a job that ended as SUCCESS.
	 * @return the result, empty if the job does not exist, has not succeeded or returned
	 * {@code null}
	 * @throws PayloadException if the result cannot be read as that type
	 */
	<R> Optional<R> result(JobId id, Class<R> type);

	/**
	 * The same for a type with type arguments: {@code result(id, new
	 * TypeReference<List<Order>>() {})}.
	 */
	<R> Optional<R> result(JobId id, TypeReference<R> type);

	/**
	 * Wait until a job has ended.
	 * @param timeout how long to wait at most
	 * @return the job, ended
	 * @throws JobAwaitException if it does not exist, or has not ended in that time (it
	 * goes on), or was dispatched in the transaction that the calling thread is in, or
	 * the calling thread is interrupted (whose flag stays set)
	 */
	JobInfo await(JobId id, Duration timeout);

	/** Jobs that match a query, a page at a time. */
	JobPage search(JobQuery query);

	/** All queues that ever had a job or a worker, by name. */
	List<QueueInfo> queues();

	/**
	 * One queue; one that never had a job is empty and not paused.
	 * @throws InvalidJobException if the name cannot be one of a queue
	 */
	QueueInfo queue(String name);

	/** The workers that are alive. */
	List<WorkerInfo> workers();

	/** The dead letters, grouped, the largest group first. */
	List<FailureGroup> failures();

	/**
	 * How many jobs match a query: the dry run of a bulk operation. By queue and status
	 * it reads sizes that the store keeps. By task or type of the error it reads all jobs
	 * of the queues and statuses, which takes as long as a search through all pages.
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
