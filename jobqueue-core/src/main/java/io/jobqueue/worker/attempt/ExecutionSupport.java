package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

import io.jobqueue.JobInterceptor;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.worker.options.WorkerListener;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.OutcomeResolver;
import io.jobqueue.worker.thread.RetryDecisions;
import io.jobqueue.worker.timing.TimeoutScheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.task.Task;

/**
 * What all attempts of a container share.
 *
 * @param worker the id of the worker
 * @param serializer reads payloads and writes results
 * @param interceptors stand around each attempt
 * @param listeners hear of it
 * @param clock tells the deadline
 * @param resolver decides what becomes of the job
 * @param alarms run out timeouts
 * @param decisions ask handlers for a retry that do not stop
 * @param grace how long a handler may go on after it was interrupted
 * @param settled takes each attempt that is over
 */
public record ExecutionSupport(String worker, JobSerializer serializer, List<JobInterceptor> interceptors,
		WorkerListener listeners, InstantSource clock, OutcomeResolver resolver, TimeoutScheduler alarms,
		RetryDecisions decisions, Duration grace, BiConsumer<JobExecution, AttemptResult> settled) {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionSupport.class);

	private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

	/** An attempt starts. */
	void started(ClaimedJob job, Task task) {
		Duration waited = Duration.between(job.dueAt(), job.startedAt());
		this.listeners.started(job, task.name(), waited.isNegative() ? Duration.ZERO : waited);
	}

	/** An attempt is over. Without an outcome its job would be held for ever. */
	void hand(JobExecution execution, AttemptResult end) {
		try {
			this.settled.accept(execution, end);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The outcome of job '{}' could not be passed to the outcome buffer; it is tried again",
					end.job().id().value(), ex);
			this.alarms.start(RETRY_PAUSE, () -> hand(execution, end));
		}
	}

}
