package io.jobqueue;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Changes jobs, queues and schedules. Every change is a compare-and-set in the store.
 * Implementations are thread-safe. All methods throw {@link JobQueueException} if the
 * store is unavailable.
 * <p>
 * {@code cancel}, {@code requeue}, {@code runNow} and {@code delete} of one job have the
 * same result:
 * <ul>
 * <li>{@code true}: this call changed the job.</li>
 * <li>{@code false}: there is nothing to do. The job does not exist, or a job to cancel
 * has ended already.</li>
 * <li>{@link JobStateException}: the status of the job must be changed first. The message
 * names the status and a remedy.</li>
 * </ul>
 * With a query, they process the jobs that match at the beginning, in steps of some
 * hundred, and skip jobs whose status does not allow the operation. They can be repeated
 * after a failure. If the calling thread is interrupted, they stop after a step and leave
 * the interrupt flag set.
 */
public interface JobOperator {

	/**
	 * Cancel a job that waits or runs. A running job is interrupted. It stays CANCELLED
	 * whatever its thread does afterwards.
	 * @return whether this call cancelled the job; {@code false} if it has ended or does
	 * not exist
	 */
	boolean cancel(JobId id);

	/**
	 * Cancel a flow: none of its jobs that wait starts any more, and those that run are
	 * cancelled. A flow that is FAILED is not resumed any more. When all have ended, the
	 * job for {@code onComplete} is dispatched.
	 * @return whether it was cancelled by this call; {@code false} if it was over, or
	 * does not exist
	 */
	boolean cancel(FlowId id);

	/**
	 * Put an ended job into its queue again. Its attempts start from one, its history
	 * continues.
	 * @return whether this call requeued the job; {@code false} if it does not exist
	 * @throws JobStateException if the job has not ended
	 */
	boolean requeue(JobId id);

	/**
	 * Let a job that is SCHEDULED or RETRY run without waiting for its time. It becomes
	 * QUEUED, due now by the clock of the store, behind the jobs of its priority that are
	 * due already. Its attempts, retries and history continue, and it keeps its priority,
	 * unique key, limits and tags. A pause or a limit can still hold it back.
	 * @return whether this call changed the job; {@code false} if it does not exist
	 * @throws JobStateException if the job does not wait for its time
	 */
	boolean runNow(JobId id);

	/**
	 * Delete a job that is not running.
	 * @return whether this call deleted the job; {@code false} if it does not exist
	 * @throws JobStateException if the job is running: cancel it first
	 */
	boolean delete(JobId id);

	/**
	 * Cancel all jobs that match a query and have not ended. {@link JobExplorer#count} is
	 * the dry run.
	 * @return the number of cancelled jobs
	 */
	default long cancel(JobQuery query) {
		return cancel(query, (progress) -> {
		}).changed();
	}

	/**
	 * Cancel all jobs that match a query and have not ended.
	 * @param progress called with the progress after each step, on the calling thread; an
	 * exception that it throws ends the operation
	 * @return the result
	 */
	BulkResult cancel(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Requeue all ended jobs that match a query.
	 * @return the number of requeued jobs
	 * @throws InvalidJobException if the query selects all statuses: it must state
	 * whether jobs that succeeded run again, for example with
	 * {@link JobQuery#deadLetters()}
	 */
	default long requeue(JobQuery query) {
		return requeue(query, (progress) -> {
		}).changed();
	}

	/**
	 * Requeue all ended jobs that match a query.
	 * @param progress called with the progress after each step, on the calling thread; an
	 * exception that it throws ends the operation
	 * @return the result
	 * @throws InvalidJobException if the query selects all statuses: it must state
	 * whether jobs that succeeded run again, for example with
	 * {@link JobQuery#deadLetters()}
	 */
	BulkResult requeue(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Let all jobs that match a query and are SCHEDULED or RETRY run without waiting for
	 * their time, as {@link #runNow(JobId)} does. {@link JobExplorer#count} is the dry
	 * run.
	 * @return the number of changed jobs
	 */
	default long runNow(JobQuery query) {
		return runNow(query, (progress) -> {
		}).changed();
	}

	/**
	 * Let all jobs that match a query and are SCHEDULED or RETRY run without waiting for
	 * their time. A job that fails meanwhile waits for its next retry: it does not run
	 * twice because of one call.
	 * @param progress called with the progress after each step, on the calling thread; an
	 * exception that it throws ends the operation
	 * @return the result
	 */
	BulkResult runNow(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Delete all jobs that match a query and are not running.
	 * @return the number of deleted jobs
	 * @throws InvalidJobException if the query selects all statuses: it must name those
	 * to delete
	 */
	default long delete(JobQuery query) {
		return delete(query, (progress) -> {
		}).changed();
	}

	/**
	 * Delete all jobs that match a query and are not running.
	 * @param progress called with the progress after each step, on the calling thread; an
	 * exception that it throws ends the operation
	 * @return the result
	 * @throws InvalidJobException if the query selects all statuses: it must name those
	 * to delete
	 */
	BulkResult delete(JobQuery query, Consumer<BulkResult> progress);

	/**
	 * Stop all workers from claiming jobs of a queue, until {@link #resume}. Running jobs
	 * continue. The pause survives restarts. The queue need not exist yet.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	void pause(String queue);

	/**
	 * Let workers claim jobs of a queue again. A queue that is not paused stays as it is.
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	void resume(String queue);

	/**
	 * Stop a schedule from firing, until {@link #resumeSchedule}.
	 * @param name the name of the schedule
	 * @return whether it exists
	 * @throws InvalidJobException if the name is not a valid name of a schedule
	 * @see JobSchedules#pause
	 */
	boolean pauseSchedule(String name);

	/**
	 * Resume a schedule, which fires again from its next tick on. Ticks of the pause are
	 * not fired.
	 * @param name the name of the schedule
	 * @return whether it exists
	 * @throws InvalidJobException if the name is not a valid name of a schedule
	 * @see JobSchedules#resume
	 */
	boolean resumeSchedule(String name);

	/**
	 * Fire a schedule now, also one that is paused. Its next tick stays as it is.
	 * @param name the name of the schedule
	 * @return the id of the job
	 * @throws JobStateException if its previous job has not ended, unless overlap is
	 * {@link Overlap#ALLOW}
	 * @throws InvalidScheduleException if there is no such schedule
	 * @throws InvalidJobException if the name is not a valid name of a schedule
	 * @see JobSchedules#trigger
	 */
	JobId triggerSchedule(String name);

	/**
	 * Free a unique key of a task, so that the next job can own it. The job that owns it
	 * is not changed otherwise.
	 * @param queue the queue of the job
	 * @param task the name of the task
	 * @param key the key
	 * @return the job that owned the key, empty if the key was free
	 * @throws InvalidJobException if a name or the key is not valid
	 */
	Optional<JobId> releaseKey(String queue, String task, String key);

	/**
	 * Free a unique key that the tasks of a queue share ({@link UniqueKey#inQueue()}), as
	 * {@link #releaseKey(String, String, String)} does.
	 * @return the job that owned the key, empty if the key was free
	 * @throws InvalidJobException if the name of the queue or the key is not valid
	 */
	Optional<JobId> releaseKey(String queue, String key);

	/**
	 * Delete all waiting jobs of a queue, as {@link #delete(JobQuery)} does: those that
	 * are QUEUED, SCHEDULED, RETRY or INTERRUPTED.
	 * @return the number of deleted jobs
	 * @throws InvalidJobException if the name is not a valid name of a queue
	 */
	long purge(String queue);

	/**
	 * Set the bound of a limit of a queue. It applies to claims from now on, goes before
	 * that of the configuration, and survives restarts and deployments until it is
	 * removed. Running jobs continue.
	 * @param queue the queue
	 * @param name the limit: empty for the queue as a whole, {@code task:send} for a
	 * task, {@code tenant=acme} for one value of a limit key, {@code tenant} for each of
	 * its values that has no bound of its own
	 * @param limit the bound, {@code null} to remove that of an operator
	 * @throws InvalidJobException if the name of the queue or the limit is not valid
	 */
	void limit(String queue, String name, @Nullable Limit limit);

	/**
	 * Let no job of a queue start for a time, for example because another service is
	 * overloaded. Running jobs continue.
	 * @throws InvalidJobException if the time is not from 1 ms to 1 day
	 */
	default void holdBack(String queue, Duration time) {
		holdBack(queue, "", time);
	}

	/**
	 * Let no job under a limit start for a time. Running jobs continue.
	 * @param queue the queue
	 * @param limit the name of the limit, as in {@link #limit}
	 * @param time how long, by the clock of the store; the end of an earlier call stays
	 * if it is later
	 * @throws InvalidJobException if a name is not valid, if the time is not from 1 ms to
	 * 1 day, or if the limit is one of a task and has no bound, so that no job is under
	 * it
	 */
	void holdBack(String queue, String limit, Duration time);

	/**
	 * Let a worker take no more jobs, until it is resumed. Those that it runs end as
	 * usual, and those that it has claimed ahead are given back. It learns of this at
	 * once, or within 30 s if the signal is lost. It keeps its leases and other duties.
	 * @param worker {@link WorkerInfo#id()}
	 * @return whether this call changed it; {@code false} if it drains already
	 * @throws UnknownWorkerException if no live worker has this id
	 */
	boolean drainWorker(String worker);

	/**
	 * Let a worker take jobs again that was drained.
	 * @param worker {@link WorkerInfo#id()}
	 * @return whether this call changed it; {@code false} if it does not drain
	 * @throws UnknownWorkerException if no live worker has this id
	 */
	boolean resumeWorker(String worker);

	/**
	 * Add items to a raw queue, as other programs do: at the end of a list; with the
	 * score 0 to a sorted set; due at once to a timed set. The call is not part of a
	 * transaction of the caller. If it throws, some items may have been added.
	 * @param name the name of the raw queue, a key under {@code jobqueue.raw-queues}
	 * @param items the items, such as payloads as JSON
	 * @throws UnknownRawQueueException if this application has no such raw queue; the
	 * message names those that it has
	 * @throws InvalidJobException if an item has a NUL character or an unpaired
	 * surrogate, before any is added
	 * @throws JobQueueException if the store cannot be used, or has no room
	 */
	void pushRaw(String name, Collection<String> items);

}
