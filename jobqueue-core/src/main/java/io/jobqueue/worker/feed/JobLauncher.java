package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.ExecutionSupport;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimAhead;
import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.outcome.StopReason;
import io.jobqueue.worker.permit.Permit;
import io.jobqueue.worker.permit.Permits;

/**
 * Starts claimed jobs. A job that cannot be started is released; none is dropped.
 */
public final class JobLauncher {

	/** For how long no other job is started while a suspect job runs. */
	private static final Duration SUSPECT_WATCH = Duration.ofSeconds(10);

	private final WorkerServices services;

	private final ExecutionSupport support;

	private final HeldJobs held;

	private final Permits permits;

	private final OutcomeBuffer buffer;

	private final UnknownTasks unknownTasks;

	private final ContainerLimits limits;

	public JobLauncher(WorkerServices services, ExecutionSupport support, HeldJobs held, Permits permits,
			Claims claims) {
		this.services = services;
		this.support = support;
		this.held = held;
		this.permits = permits;
		this.buffer = claims.buffer();
		this.unknownTasks = claims.unknownTasks();
		this.limits = claims.limits();
	}

	/**
	 * Start a job, or add it to the backlog.
	 * @param claimedAhead whether it was claimed ahead; it may nevertheless start
	 * immediately
	 * @param mayWait whether it may be added to the backlog
	 * @return what became of it; if it was not started or added, it is being released
	 * @throws RuntimeException if it could not be started; it is being released
	 */
	Launch launch(ClaimedJob job, boolean claimedAhead, boolean mayWait) {
		JobExecution execution = null;
		try {
			Task task = this.services.tasks().find(job.task()).orElse(null);
			if (task == null) {
				this.buffer.add(this.unknownTasks.settle(job));
				return Launch.NOT_STARTED;
			}
			List<String> limits = this.limits.of(job, task);
			if (!limits.equals(job.limits())) {
				this.buffer.add(AttemptResult.unstarted(job, null, Outcome.park(job, limits), null));
				return Launch.NOT_STARTED;
			}
			Permit permit = this.permits.request(ClaimAhead.size(job));
			execution = new JobExecution(job, task, permit, this.services.executorOf(task), this.support);
			// The executor of a task may reject a job or run it on the calling thread, so
			// only the poll loop submits to it.
			if (!this.held.admit(execution, claimedAhead)) {
				return Launch.NOT_STARTED;
			}
			boolean submitted = this.permits.submit(permit, execution, mayWait && task.executor() == null);
			if (!submitted) {
				execution.stop(StopReason.SHUTDOWN);
			}
			return submitted ? Launch.STARTED : Launch.NO_PERMIT;
		}
		catch (RuntimeException | Error ex) {
			if (execution == null) {
				release(List.of(job));
			}
			else {
				execution.stop(StopReason.SHUTDOWN);
			}
			throw ex;
		}
	}

	/** Apply the rules of this version to the jobs that are launched from now on. */
	void applied(long rules) {
		this.limits.applied(rules);
	}

	/** Release all jobs of the backlog, so that other workers may claim them. */
	void releaseBacklog() {
		this.permits.clearBacklog();
	}

	/**
	 * Wait until the outcome of a suspect is stored, or the suspect has run for a while.
	 */
	void awaitSuspects(List<ClaimedJob> jobs) {
		jobs.stream().filter(ClaimedJob::isSuspect).forEach((job) -> this.held.awaitRemoved(job.id(), SUSPECT_WATCH));
	}

	/** Stop waiting for suspects, because the worker stops. */
	void stop() {
		this.held.stopWaiting();
	}

	void release(List<ClaimedJob> jobs) {
		jobs.forEach((job) -> this.buffer
			.add(AttemptResult.unstarted(job, null, Outcome.release(job.id(), job.delivery()), null)));
	}

	/** What became of a claimed job. */
	enum Launch {

		/** It was started, or waits in the backlog. */
		STARTED,

		/** It is not to be started here, whichever permits are free. */
		NOT_STARTED,

		/** No permit was free for it. */
		NO_PERMIT

	}

	/** What becomes of claimed jobs that are not started. */
	public record Claims(OutcomeBuffer buffer, UnknownTasks unknownTasks, ContainerLimits limits) {
	}

}
