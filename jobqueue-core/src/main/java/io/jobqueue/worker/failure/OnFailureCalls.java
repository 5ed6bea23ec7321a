package io.jobqueue.worker.failure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobFailure;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.support.LogText;
import io.jobqueue.serialization.TextScope;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.AttemptContext;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.JobErrors;
import io.jobqueue.worker.timing.AttemptTimeouts;
import io.jobqueue.worker.timing.Deadline;
import io.jobqueue.worker.timing.TimeoutScheduler;

/**
 * Calls {@code onFailure} once for each dead letter, on the executor of its task. The
 * number of concurrent calls is bounded. The attempt has ended, so its context is
 * read-only.
 */
public final class OnFailureCalls {

	private static final Logger logger = LoggerFactory.getLogger(OnFailureCalls.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OnFailureExecutor others = new OnFailureExecutor(PATIENCE);

	/** One executor per served queue, so that queues do not delay each other. */
	private final Map<String, OnFailureExecutor> executors = new ConcurrentHashMap<>();

	private final String worker;

	private final WorkerServices services;

	private final TimeoutScheduler timeoutScheduler;

	private volatile boolean stopping;

	private volatile boolean closed;

	public OnFailureCalls(String worker, WorkerServices services, TimeoutScheduler timeoutScheduler) {
		this.worker = worker;
		this.services = services;
		this.timeoutScheduler = timeoutScheduler;
	}

	/** Handle a stored outcome. */
	public void stored(AttemptResult settled) {
		Outcome outcome = settled.outcome();
		Throwable error = settled.error();
		if (outcome.kind() != Outcome.Kind.END || !outcome.status().isDeadLetter() || error == null) {
			return;
		}
		Task task = settled.task();
		if (task != null && !task.handlesFailure()) {
			return;
		}
		if (task == null || !settled.readable()) {
			logger.warn("onFailure is not called for job '{}', because it has no {}", settled.job().id().value(),
					(task != null) ? "readable payload" : "handler");
			return;
		}
		call(executor(settled.job().queue()), settled.job(), task,
				() -> task.onFailure(settled.payload(), failure(settled.job(), task, outcome.status(), error)));
	}

	/** Handle a job that ended because its workers were lost. */
	public void poisoned(ClaimedJob job) {
		Task task = this.services.tasks().find(job.task()).orElse(null);
		if (task == null) {
			logger.warn("onFailure is not called for poison job '{}', because task '{}' is unknown here",
					job.id().value(), job.task());
			return;
		}
		if (!task.handlesFailure()) {
			return;
		}
		PoisonJobException error = new PoisonJobException("%s workers in a row were lost while they ran job '%s'"
			.formatted(job.lostDeliveries(), job.id().value()));
		call(this.executors.getOrDefault(job.queue(), this.others), job, task,
				() -> task.onFailure(
						this.services.serializer()
							.within(TextScope.payload(job.task()))
							.read(this.services.payloads().load(job.id(), job.payload()), task.payloadType()),
						failure(job, task, JobStatus.FAILED, error)));
	}

	private static JobFailure failure(ClaimedJob job, Task task, JobStatus status, Throwable error) {
		return new JobFailure(job.id(), task.name(), job.queue(), status, job.attempt(), error);
	}

	/** Return the executor of a queue, which makes no calls after the stop. */
	private OnFailureExecutor executor(String queue) {
		OnFailureExecutor executor = this.executors.computeIfAbsent(queue, (key) -> new OnFailureExecutor(PATIENCE));
		if (this.stopping) {
			executor.stopWaiting();
		}
		if (this.closed) {
			executor.close();
		}
		return executor;
	}

	private void call(OnFailureExecutor executor, ClaimedJob job, Task task, OnFailureCall.Body body) {
		AttemptContext context = AttemptContext.ended(job, task, AttemptTimeouts.timeout(job, task), this.worker,
				this.services.clock());
		OnFailureCall call = new OnFailureCall(context, job, task, body, (error) -> storeError(job, error),
				this.timeoutScheduler);
		try {
			executor.add(new OnFailureExecutor.Call(job.id().value(), this.services.executorOf(task), call));
		}
		catch (RuntimeException ex) {
			logger.error("onFailure of job '{}' could not be called", job.id().value(), ex);
		}
	}

	/**
	 * Store the error. It has been logged, so it is not retried if the store is
	 * unavailable.
	 */
	private void storeError(ClaimedJob job, Throwable error) {
		try {
			boolean kept = this.services.store()
				.feed()
				.storeOnFailureError(job.queue(), job.id(), job.delivery(), JobErrors.of(error));
			if (!kept) {
				logger.debug("The error of onFailure of job '{}' is not stored: the job continues or was deleted",
						job.id());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("The error of onFailure of job '{}' could not be stored with the job: {}", job.id().value(),
					LogText.of(ex.getMessage()));
		}
	}

	/** Do not block callers any more while no room is free. */
	public void stopWaiting() {
		this.stopping = true;
		all().forEach(OnFailureExecutor::stopWaiting);
	}

	/** Wait until all calls have ended, or the deadline has passed. */
	public void await(Deadline latest) throws InterruptedException {
		for (OnFailureExecutor executor : all()) {
			executor.awaitEmpty(latest.left());
		}
	}

	/** Make no more calls. */
	public void close() {
		this.closed = true;
		all().forEach(OnFailureExecutor::close);
	}

	private List<OnFailureExecutor> all() {
		List<OnFailureExecutor> all = new ArrayList<>(this.executors.values());
		all.add(this.others);
		return all;
	}

}
