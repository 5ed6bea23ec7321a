package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;

import io.jobqueue.JobInterceptor;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.worker.attempt.OutcomeDecider.Answer;
import io.jobqueue.worker.notes.AttemptNotes;
import io.jobqueue.worker.notes.WorkerNotes;
import io.jobqueue.worker.outcome.AttemptEvents;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.OutcomeResolver;
import io.jobqueue.worker.parallel.ChildThreads;
import io.jobqueue.worker.outcome.StopReason;
import io.jobqueue.worker.thread.RetryDecisions;
import io.jobqueue.worker.timing.TimeoutScheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

/**
 * What all attempts of a container share.
 *
 * @param worker the id of the worker
 * @param tasks the tasks that handlers may call
 * @param serializer reads payloads and writes results
 * @param payloads loads large payloads
 * @param interceptors called around each attempt
 * @param events receives the events of attempts
 * @param clock the clock for deadlines
 * @param resolver decides the outcome of an attempt
 * @param timeoutScheduler schedules timeouts
 * @param decisions runs {@code shouldRetry} of handlers that do not stop
 * @param children the threads that help to map
 * @param grace how long a handler may run after it was interrupted
 * @param settled receives the result of each attempt
 * @param notes keeps the steps and logs of attempts
 * @param transactions runs attempts that finish in a transaction
 * @param flows the flows of jobs
 */
public record ExecutionSupport(String worker, TaskRegistry tasks, JobSerializer serializer, StoredPayloads payloads,
		List<JobInterceptor> interceptors, AttemptEvents events, InstantSource clock, OutcomeResolver resolver,
		TimeoutScheduler timeoutScheduler, RetryDecisions decisions, ChildThreads children, Duration grace,
		BiConsumer<JobExecution, AttemptResult> settled, WorkerNotes notes, TransactionalAttempts transactions,
		WorkerFlows flows) {

	private static final Logger logger = LoggerFactory.getLogger(ExecutionSupport.class);

	private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

	/** Create the context of an attempt. */
	AttemptContext context(JobExecution execution, ClaimedJob job, Task task, Duration timeout) {
		AttemptNotes attempt = this.notes.of(job, task, () -> execution.context().isStopped(), () -> {
			if (execution.stop(StopReason.LOST)) {
				this.events.lost(job, task.name());
			}
		});
		return new AttemptContext(job, task, timeout, this, attempt);
	}

	/**
	 * Call the interceptors and the handler.
	 * @param returned decides the outcome after the handler has returned
	 */
	Answer call(AttemptContext context, Task task, @Nullable Object payload,
			Function<@Nullable Object, Answer> returned) throws Exception {
		InterceptorChain chain = new InterceptorChain(this.interceptors, 0, task, payload, context);
		Callable<Answer> attempt = () -> returned.apply(chain.run());
		if (!task.finishInTransaction()) {
			return attempt.call();
		}
		AttemptNotes notes = Objects.requireNonNullElse(context.runningNotes(), AttemptNotes.NONE);
		return this.transactions.run(context.job(), task, notes, attempt);
	}

	/** Read the payload of a job. */
	@Nullable Object payload(ClaimedJob job, Task task) {
		return this.serializer.within(TextScope.payload(job.task()))
			.read(this.payloads.load(job.id(), job.payload()), task.payloadType());
	}

	/** Write the result of a job. */
	String result(ClaimedJob job, Task task, Object value) {
		return this.serializer.within(TextScope.result(job.task())).write(value, task.resultType());
	}

	/** Report that an attempt starts. */
	void started(ClaimedJob job, Task task) {
		this.events.started(job, task.name());
	}

	/**
	 * The handler has ended. Report its children that do not end, if it mapped on another
	 * thread and did not wait.
	 */
	void left(AttemptContext context) {
		if (!context.children().isEmpty()) {
			this.timeoutScheduler.start(this.grace, () -> report(context));
		}
	}

	private static void report(AttemptContext context) {
		int count = context.children().size();
		if (count > 0) {
			logger.warn("Attempt {} of job '{}' has ended, but {} calls of its maps still run.{}", context.attempt(),
					context.id().value(), count, context.stacks(null));
		}
	}

	/**
	 * Pass on the result of an attempt. Without an outcome its job would be held until
	 * its worker stops.
	 */
	void hand(JobExecution execution, AttemptResult end) {
		try {
			this.settled.accept(execution, end);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The outcome of job '{}' could not be passed to the outcome buffer; this is repeated",
					end.job().id().value(), ex);
			this.timeoutScheduler.start(RETRY_PAUSE, () -> hand(execution, end));
		}
	}

}
