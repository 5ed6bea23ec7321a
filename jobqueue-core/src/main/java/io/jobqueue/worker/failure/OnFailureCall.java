package io.jobqueue.worker.failure;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.DurationText;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.task.Task;
import io.jobqueue.worker.attempt.MdcScope;
import io.jobqueue.worker.thread.Interruptible;
import io.jobqueue.worker.timing.AttemptTimeouts;
import io.jobqueue.worker.timing.TimeoutScheduler;

/**
 * One call of {@code onFailure} on its thread. It has the timeout of an attempt and is
 * interrupted after that. An exception is reported and does not change the job.
 */
final class OnFailureCall implements Interruptible {

	private static final Logger logger = LoggerFactory.getLogger(OnFailureCall.class);

	private final JobContext context;

	private final ClaimedJob job;

	private final Task task;

	private final Body body;

	private final Consumer<Throwable> thrown;

	private final AttemptTimeouts timers;

	private final Duration timeout;

	private @Nullable Thread thread;

	OnFailureCall(JobContext context, ClaimedJob job, Task task, Body body, Consumer<Throwable> thrown,
			TimeoutScheduler timeoutScheduler) {
		this.context = context;
		this.job = job;
		this.task = task;
		this.body = body;
		this.thrown = thrown;
		this.timers = new AttemptTimeouts(timeoutScheduler);
		this.timeout = AttemptTimeouts.timeout(job, task);
	}

	@Override
	public boolean isInterruptible() {
		return this.task.interrupt();
	}

	@Override
	public void run() {
		MdcScope log = MdcScope.of(this.job, this.task.name());
		try {
			Throwable error = call();
			if (error != null) {
				logger.error("onFailure of job '{}' of task '{}' failed; the status of the job does not change: {}",
						this.job.id().value(), this.task.name(), FailureLog.text(error));
				this.thrown.accept(error);
			}
		}
		finally {
			log.close();
		}
	}

	private @Nullable Throwable call() {
		begin();
		JobContextHolder.Binding binding = JobContextHolder.bind(this.context);
		try {
			this.body.run();
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
		finally {
			binding.close();
			end();
		}
	}

	private synchronized void begin() {
		this.thread = Thread.currentThread();
		this.timers.start(this.timeout, this::interrupt);
	}

	private synchronized void interrupt() {
		if (this.thread != null && !this.task.interrupt()) {
			logger.warn(
					"onFailure of job '{}' of task '{}' exceeds the timeout of {}; its task must not be interrupted",
					this.job.id().value(), this.task.name(), DurationText.of(this.timeout));
		}
		else if (this.thread != null) {
			logger.warn("onFailure of job '{}' of task '{}' is interrupted, because it exceeds the timeout of {}",
					this.job.id().value(), this.task.name(), DurationText.of(this.timeout));
			this.thread.interrupt();
		}
	}

	/** Prevent further interrupts of the thread, and clear its interrupt flag. */
	private synchronized void end() {
		this.thread = null;
		this.timers.stop();
		Thread.interrupted();
	}

	/** The call. */
	@FunctionalInterface
	interface Body {

		void run() throws Exception;

	}

}
