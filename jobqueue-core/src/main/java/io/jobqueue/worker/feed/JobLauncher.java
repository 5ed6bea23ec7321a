package io.jobqueue.worker.feed;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.ExecutionSupport;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.attempt.Permits;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.ClaimAhead;
import io.jobqueue.worker.outcome.OutcomeBuffer;
import io.jobqueue.worker.outcome.StopReason;

/**
 * Starts claimed jobs. A job that cannot be started is released; none is dropped.
 */
public final class JobLauncher {

	/** How long nothing is started beside a job that may be what ends its workers. */
	private static final Duration SUSPECT_WATCH = Duration.ofSeconds(10);

	private final WorkerServices services;

	private final ExecutionSupport support;

	private final HeldJobs held;

	private final Permits permits;

	private final OutcomeBuffer buffer;

	private final UnknownTasks unknownTasks;

	public JobLauncher(WorkerServices services, ExecutionSupport support, HeldJobs held, Permits permits,
			OutcomeBuffer buffer, UnknownTasks unknownTasks) {
		this.services = services;
		this.support = support;
		this.held = held;
		this.permits = permits;
		this.buffer = buffer;
		this.unknownTasks = unknownTasks;
	}

	/**
	 * Start a job, or put it in line for a permit.
	 * @param inLine whether it was claimed to be in line; it may start at once
	 * nevertheless
	 * @param mayWait whether it may be put in line
	 * @return whether that was done; else it is on its way back
	 * @throws RuntimeException if it could not be started; it is on its way back
	 */
	boolean launch(ClaimedJob job, boolean inLine, boolean mayWait) {
		JobExecution execution = null;
		try {
			Task task = this.services.tasks().find(job.task()).orElse(null);
			if (task == null) {
				this.buffer.offer(this.unknownTasks.settle(job));
				return false;
			}
			Permits.Permit permit = this.permits.request(ClaimAhead.size(job));
			execution = new JobExecution(job, task, permit, this.services.executorOf(task), this.support);
			// An executor of its own may refuse a job or run it on the thread that hands
			// it over, so that is done by the loop only.
			if (!this.held.admit(execution, inLine)) {
				return false;
			}
			boolean submitted = this.permits.submit(permit, execution, mayWait && task.executor() == null);
			if (!submitted) {
				execution.stop(StopReason.SHUTDOWN);
			}
			return submitted;
		}
		catch (RuntimeException | Error ex) {
			if (execution == null) {
				giveBack(List.of(job));
			}
			else {
				execution.stop(StopReason.SHUTDOWN);
			}
			throw ex;
		}
	}

	/** Nothing waits in line any more: others may claim it. */
	void giveBackLine() {
		this.permits.clearLine();
	}

	/** Wait until the outcome of a suspect is stored, or it has run for a while. */
	void awaitSuspects(List<ClaimedJob> jobs) {
		jobs.stream().filter(ClaimedJob::isSuspect).forEach((job) -> this.held.awaitForgotten(job.id(), SUSPECT_WATCH));
	}

	/** The worker stops: no suspect is waited for any more. */
	void stop() {
		this.held.stopWaiting();
	}

	void giveBack(List<ClaimedJob> jobs) {
		jobs.forEach((job) -> this.buffer
			.offer(AttemptResult.unstarted(job, null, Outcome.giveBack(job.id(), job.delivery()), null)));
	}

}
