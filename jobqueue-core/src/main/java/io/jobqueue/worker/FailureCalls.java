package io.jobqueue.worker;

import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobFailure;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.LogText;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;

/**
 * Tells handlers of their dead letters, once each, on the executor of their task.
 */
final class FailureCalls {

	private static final Logger logger = LoggerFactory.getLogger(FailureCalls.class);

	private final Phaser running = new Phaser(1);

	private final WorkerServices services;

	private final Alarms alarms;

	FailureCalls(WorkerServices services, ScheduledExecutorService timer) {
		this.services = services;
		this.alarms = new Alarms(timer);
	}

	/** An outcome is stored. */
	void stored(Settled settled) {
		Outcome outcome = settled.outcome();
		Throwable error = settled.error();
		if (outcome.kind() != Outcome.Kind.END || !outcome.status().isDeadLetter() || error == null) {
			return;
		}
		Task task = settled.task();
		if (task == null || !settled.readable()) {
			logger.warn("onFailure is not called for job '{}', because there is no {}", settled.job().id().value(),
					(task != null) ? "payload that can be read" : "handler");
			return;
		}
		call(settled.job(), task,
				() -> task.onFailure(settled.payload(), failure(settled.job(), task, outcome.status(), error)));
	}

	/** A job has ended because its workers were lost. */
	void poisoned(ClaimedJob job) {
		Task task = this.services.tasks().find(job.task()).orElse(null);
		if (task == null) {
			logger.warn("onFailure is not called for poison job '{}', because task '{}' is unknown here",
					job.id().value(), job.task());
			return;
		}
		PoisonJobException error = new PoisonJobException(
				"%s workers in a row were lost while they ran job '%s'".formatted(job.losses(), job.id().value()));
		call(job, task, () -> task.onFailure(this.services.serializer().read(job.payload(), task.payloadType()),
				failure(job, task, JobStatus.FAILED, error)));
	}

	private static JobFailure failure(ClaimedJob job, Task task, JobStatus status, Throwable error) {
		return new JobFailure(job.id(), task.name(), job.queue(), status, job.attempt(), error);
	}

	private void call(ClaimedJob job, Task task, FailureCall.Body body) {
		FailureCall call = new FailureCall(job, task, body, (error) -> keep(job, error), this.alarms);
		this.running.register();
		try {
			this.services.executorOf(task).execute(() -> run(call));
		}
		catch (RuntimeException ex) {
			this.running.arriveAndDeregister();
			logger.error("onFailure of job '{}' could not be called", job.id().value(), ex);
		}
	}

	/** It is in the log already, so it is not tried again if the store is away. */
	private void keep(ClaimedJob job, Throwable error) {
		try {
			boolean kept = this.services.store()
				.jobs()
				.keepHandlerError(job.queue(), job.id(), job.delivery(), JobErrors.of(error));
			if (!kept) {
				logger.debug("What onFailure of job '{}' threw is not kept: the job goes on or is gone", job.id());
			}
		}
		catch (RuntimeException ex) {
			logger.warn("What onFailure of job '{}' threw could not be kept with the job: {}", job.id().value(),
					LogText.of(ex.getMessage()));
		}
	}

	private void run(FailureCall call) {
		try {
			call.run();
		}
		finally {
			this.running.arriveAndDeregister();
		}
	}

	/** Wait for the calls under way. */
	void await(long millis) throws InterruptedException {
		try {
			this.running.awaitAdvanceInterruptibly(this.running.arrive(), millis, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("{} calls of onFailure go on while the worker stops", this.running.getUnarrivedParties());
		}
	}

}
