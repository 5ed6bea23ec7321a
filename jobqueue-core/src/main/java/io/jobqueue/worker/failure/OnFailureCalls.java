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
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.LogText;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.AttemptContext;
import io.jobqueue.worker.options.WorkerServices;
import io.jobqueue.worker.outcome.AttemptResult;
import io.jobqueue.worker.outcome.JobErrors;
import io.jobqueue.worker.timing.AttemptTimeouts;
import io.jobqueue.worker.timing.Deadline;
import io.jobqueue.worker.timing.TimeoutScheduler;

/**
 * Calls {@code onFailure} for dead letters, once each, on the executor of their task, a
 * bounded number at a time. The attempt has ended, so its context can only be read.
 */
public final class OnFailureCalls {

	private static final Logger logger = LoggerFactory.getLogger(OnFailureCalls.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OnFailureExecutor others = new OnFailureExecutor(PATIENCE);

	/** One a queue that is served here, so that one queue does not hold up another. */
	private final Map<String, OnFailureExecutor> lanes = new ConcurrentHashMap<>();

	private final String worker;

	private final WorkerServices services;

	private final TimeoutScheduler alarms;

	private volatile boolean stopping;

	public OnFailureCalls(String worker, WorkerServices services, TimeoutScheduler alarms) {
		this.worker = worker;
		this.services = services;
		this.alarms = alarms;
	}

	/** An outcome is stored. */
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
			logger.warn("onFailure is not called for job '{}', because there is no {}", settled.job().id().value(),
					(task != null) ? "payload that can be read" : "handler");
			return;
		}
		call(this.lanes.computeIfAbsent(settled.job().queue(), (queue) -> newLane()), settled.job(), task,
				() -> task.onFailure(settled.payload(), failure(settled.job(), task, outcome.status(), error)));
	}

	/** A job has ended because its workers were lost. */
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
		PoisonJobException error = new PoisonJobException(
				"%s workers in a row were lost while they ran job '%s'".formatted(job.losses(), job.id().value()));
		call(this.lanes.getOrDefault(job.queue(), this.others), job, task,
				() -> task.onFailure(this.services.serializer().read(job.payload(), task.payloadType()),
						failure(job, task, JobStatus.FAILED, error)));
	}

	private static JobFailure failure(ClaimedJob job, Task task, JobStatus status, Throwable error) {
		return new JobFailure(job.id(), task.name(), job.queue(), status, job.attempt(), error);
	}

	private OnFailureExecutor newLane() {
		OnFailureExecutor lane = new OnFailureExecutor(PATIENCE);
		if (this.stopping) {
			lane.stopWaiting();
		}
		return lane;
	}

	private void call(OnFailureExecutor lane, ClaimedJob job, Task task, OnFailureCall.Body body) {
		AttemptContext context = new AttemptContext(job, task.name(), this.worker, AttemptTimeouts.timeout(job, task),
				this.services.clock());
		context.end();
		OnFailureCall call = new OnFailureCall(context, job, task, body, (error) -> keep(job, error), this.alarms);
		try {
			lane.add(new OnFailureExecutor.Call(job.id().value(), this.services.executorOf(task), call));
		}
		catch (RuntimeException ex) {
			logger.error("onFailure of job '{}' could not be called", job.id().value(), ex);
		}
	}

	/** It is in the log already, so it is not tried again if the store is unavailable. */
	private void keep(ClaimedJob job, Throwable error) {
		try {
			boolean kept = this.services.store()
				.feed()
				.keepHandlerError(job.queue(), job.id(), job.delivery(), JobErrors.of(error));
			if (!kept) {
				logger.debug("What onFailure of job '{}' threw is not stored: the job continues or was deleted",
						job.id());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("What onFailure of job '{}' threw could not be stored with the job: {}", job.id().value(),
					LogText.of(ex.getMessage()));
		}
	}

	/** From here on whoever brings a call does not wait for room. */
	public void stopWaiting() {
		this.stopping = true;
		all().forEach(OnFailureExecutor::stopWaiting);
	}

	/** Wait for the calls that are left. */
	public void await(Deadline latest) throws InterruptedException {
		for (OnFailureExecutor lane : all()) {
			lane.awaitEmpty(latest.left());
		}
	}

	/** Make no more calls. */
	public void close() {
		all().forEach(OnFailureExecutor::close);
	}

	private List<OnFailureExecutor> all() {
		List<OnFailureExecutor> all = new ArrayList<>(this.lanes.values());
		all.add(this.others);
		return all;
	}

}
