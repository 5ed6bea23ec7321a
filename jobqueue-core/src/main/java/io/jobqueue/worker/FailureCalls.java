package io.jobqueue.worker;

import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobFailure;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.ClaimedJob;
import io.jobqueue.store.Outcome;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

/**
 * Tells handlers of their dead letters, once each, on a job thread.
 */
final class FailureCalls {

	private static final Logger logger = LoggerFactory.getLogger(FailureCalls.class);

	private final Phaser running = new Phaser(1);

	private final Executor executor;

	private final TaskRegistry tasks;

	private final JobSerializer serializer;

	FailureCalls(Executor executor, TaskRegistry tasks, JobSerializer serializer) {
		this.executor = executor;
		this.tasks = tasks;
		this.serializer = serializer;
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
		call(settled.job(),
				() -> task.onFailure(settled.payload(), failure(settled.job(), task, outcome.status(), error)));
	}

	/** A job has ended because its workers were lost. */
	void poisoned(ClaimedJob job) {
		Task task = this.tasks.find(job.task()).orElse(null);
		if (task == null) {
			logger.warn("onFailure is not called for poison job '{}', because task '{}' is unknown here",
					job.id().value(), job.task());
			return;
		}
		PoisonJobException error = new PoisonJobException(
				"%d workers in a row were lost while they ran job '%s'".formatted(job.losses(), job.id().value()));
		call(job, () -> task.onFailure(this.serializer.read(job.payload(), task.payloadType()),
				failure(job, task, JobStatus.FAILED, error)));
	}

	private static JobFailure failure(ClaimedJob job, Task task, JobStatus status, Throwable error) {
		return new JobFailure(job.id(), task.name(), job.queue(), status, job.attempt(), error);
	}

	private void call(ClaimedJob job, Call call) {
		this.running.register();
		try {
			this.executor.execute(() -> run(job, call));
		}
		catch (RuntimeException ex) {
			this.running.arriveAndDeregister();
			logger.error("onFailure of job '{}' could not be called", job.id().value(), ex);
		}
	}

	private void run(ClaimedJob job, Call call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.error("onFailure of job '{}' of task '{}' failed; the job stays ended", job.id().value(), job.task(),
					ex);
		}
		finally {
			Thread.interrupted();
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

	@FunctionalInterface
	private interface Call {

		void run() throws Exception;

	}

}
