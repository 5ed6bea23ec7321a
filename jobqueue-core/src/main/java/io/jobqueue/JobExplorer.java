package io.jobqueue;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
	 * @param id the id, never {@code null}
	 * @return the job; empty if the store does not have it, or its dispatch is not
	 * committed
	 */
	Optional<JobInfo> find(JobId id);

	/**
	 * Find several jobs, with fewer calls of the store than one for each.
	 * @param ids the ids
	 * @return the jobs by id, without those that the store does not have
	 */
	default Map<JobId, JobInfo> findAll(Collection<JobId> ids) {
		Map<JobId, JobInfo> jobs = new LinkedHashMap<>();
		ids.forEach((id) -> find(id).ifPresent((job) -> jobs.put(id, job)));
		return jobs;
	}

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
	 * The log of a job, which {@link JobContext#log} has written. It is kept as long as
	 * the job, up to the bounds {@code jobqueue.logs}; lines of about the last second may
	 * be missing.
	 * @param from the number of the first line to read, 0 for all; after the last line
	 * read before, its number plus 1
	 * @return the lines in the order of their numbers, the first of which says so if
	 * earlier lines of its attempt were deleted; empty if the store does not have the job
	 * @throws InvalidJobException if the number is negative
	 * @throws JobQueueException if the application has a store of its own that keeps no
	 * logs
	 */
	List<JobLogLine> log(JobId id, long from);

	/**
	 * The finished steps of a job, which {@link JobContext#step} has kept. They are kept
	 * as long as the job, and deleted if a job that has succeeded is requeued.
	 * @return the steps in the order in which they were finished, at most 100, with their
	 * results as they may be shown; empty if the job has none, or the store does not have
	 * the job
	 * @throws JobQueueException if the application has a store of its own that keeps no
	 * steps
	 */
	List<JobStepInfo> steps(JobId id);

	/**
	 * The stacks of the threads of a running job, from the worker that runs it, which may
	 * be another process. The request goes through the store, changes nothing of the job,
	 * and expires. This method waits for at most about 5 s, until the worker answers or
	 * the calling thread is interrupted, whose interrupt flag stays set.
	 * @return the stacks, or that the job does not run or the worker did not answer;
	 * never {@code null}
	 * @throws JobQueueException if the application has a store of its own that carries no
	 * such requests
	 */
	JobStack stack(JobId id);

	/**
	 * Wait until a job has ended.
	 * @param timeout how long to wait at most
	 * @return the ended job
	 * @throws JobAwaitException if the job does not exist, has not ended in this time, or
	 * was dispatched in the current transaction of the calling thread; also if the
	 * calling thread is interrupted, whose interrupt flag stays set
	 */
	JobInfo await(JobId id, Duration timeout);

	/**
	 * Search jobs, one page at a time. A page reads at most 2,000 jobs, so it can be
	 * short although more follow. For a list, {@link #summaries} is cheaper.
	 * @return the jobs of the page, and the cursor of the next one
	 * @throws InvalidJobException if the cursor of the query is not one of this query
	 */
	JobPage search(JobQuery query);

	/**
	 * Search jobs, one page of summaries at a time. A page reads at most 2,000 jobs. It
	 * ends after about 50 ms if it has read 200 jobs, or fewer if they are large. It
	 * states how many jobs were read so far, and where the next page begins.
	 * @return the summaries of the page, and the cursor of the next one
	 * @throws InvalidJobException if the cursor of the query is not one of this query
	 */
	JobSummaryPage summaries(JobQuery query);

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

	/** The live workers; empty if there is none. */
	List<WorkerInfo> workers();

	/**
	 * The recurring jobs: the first 1000, in the order of their names.
	 * {@link JobSchedules#list(String, int)} reads further ones.
	 */
	List<JobSchedule> schedules();

	/**
	 * The dead letters in groups, the largest group first. {@link FailureGroup#query()}
	 * selects the jobs of a group, for {@link #summaries} and for {@link JobOperator}.
	 */
	List<FailureGroup> failures();

	/**
	 * The number of jobs that match a query: the dry run of a bulk operation. A query by
	 * queue and status reads sizes that the store keeps, and one of all dead letters of a
	 * task or an error type reads those of {@link #failures()}. Any other query reads all
	 * jobs of its queues and statuses, which takes as long as a search through all pages:
	 * {@link #count(JobQuery, Duration)} takes a bounded time.
	 */
	long count(JobQuery query);

	/**
	 * Count the jobs that match a query, as {@link #count(JobQuery)} does, for a bounded
	 * time.
	 * @param time after how long to stop; at least one page is read
	 * @return the number of jobs that were found in this time
	 */
	JobCount count(JobQuery query, Duration time);

	/**
	 * What attempts came to, over time, over all queues that are listed. Periods up to 2
	 * hours have a point for each minute, longer ones for each 10 minutes. What workers
	 * have not added yet, at most 10 s, is missing.
	 * @param query the period, and which queue and task
	 * @return the statistics; zeros where no worker added something
	 * @throws JobQueueException if the store does not support statistics
	 */
	JobStatistics statistics(StatisticsQuery query);

	/**
	 * The same as {@link #statistics} for each queue and task, or for each task, in the
	 * order of tasks. Each has at most 72 points.
	 * @param query the period, and which queue and task
	 * @return the statistics of those with an attempt in the period
	 * @throws JobQueueException if the store does not support statistics
	 */
	List<TaskStatistics> taskStatistics(StatisticsQuery query);

	/**
	 * What users have changed by the dashboard and the Actuator endpoint, the newest
	 * first. The store keeps the last 10,000 entries for 90 days.
	 * @param before {@link AuditPage#next()} of the page before, {@code null} for the
	 * first page
	 * @param limit the size of the page, from 1 to 1,000
	 * @throws InvalidJobException if the cursor or the limit is not valid
	 * @throws JobQueueException if the application has a store of its own that keeps no
	 * audit
	 */
	AuditPage audit(@Nullable String before, int limit);

	/**
	 * The state of a raw queue: how many items wait, and which could not become jobs.
	 * @param name the name of the raw queue, a key under {@code jobqueue.raw-queues}
	 * @throws UnknownRawQueueException if this application has no such raw queue; the
	 * message names those that it has
	 * @throws JobQueueException if something else is in the place of the raw queue, such
	 * as a key of another type
	 */
	RawQueueInfo rawQueue(String name);

	/**
	 * Find a flow.
	 * @return the flow; empty if the store does not have it, or its dispatch is not
	 * committed
	 */
	Optional<FlowInfo> flow(FlowId id);

	/**
	 * Read flows, the newest first.
	 * @param before read those created before this one, {@code null} for the newest
	 * @param limit how many at most, from 1 to 1,000
	 * @throws InvalidJobException if the limit is outside this range
	 */
	default FlowPage flows(@Nullable FlowId before, int limit) {
		return flows(FlowQuery.all().withLimit(limit).after(before));
	}

	/**
	 * Read flows of some statuses, or whose name begins with a text, the newest first. A
	 * page reads at most 2,000 flows that are not of the query, so it can be short
	 * although more follow.
	 */
	FlowPage flows(FlowQuery query);

	/**
	 * Read the jobs of a flow, in the order of their places.
	 * @param from the number of the first place, 0 for the first job
	 * @param limit how many at most, from 1 to 1,000
	 * @return the jobs; empty behind the last one, and if there is no such flow
	 * @throws InvalidJobException if the place is negative, or the limit outside its
	 * range
	 */
	List<FlowMember> members(FlowId id, int from, int limit);

}
