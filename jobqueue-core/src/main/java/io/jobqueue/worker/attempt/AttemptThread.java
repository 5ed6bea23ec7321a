package io.jobqueue.worker.attempt;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.ClaimedJob;
import io.jobqueue.task.Task;
import io.jobqueue.worker.outcome.StopReason;

/**
 * The thread, and later perhaps the awaited result, of the handler of one attempt, and
 * the way to stop it. Guarded by the lock of its attempt.
 */
final class AttemptThread {

	private static final Logger logger = LoggerFactory.getLogger(AttemptThread.class);

	private final ClaimedJob job;

	private final boolean interrupts;

	private final Executor executor;

	/** An interrupt may reach it: the handler runs on it. */
	private @Nullable Thread handler;

	/** It is not free for other jobs. */
	private @Nullable Thread occupied;

	private @Nullable CompletionStage<?> stage;

	private boolean interrupted;

	AttemptThread(ClaimedJob job, Task task, Executor executor) {
		this.job = job;
		this.interrupts = task.interrupt();
		this.executor = executor;
	}

	void start(Runnable attempt) {
		this.executor.execute(attempt);
	}

	void enter() {
		this.handler = Thread.currentThread();
		this.occupied = this.handler;
	}

	/**
	 * From here on no interrupt reaches the thread, and none that did stays with it.
	 * @return whether one did, and the handler noticed it
	 */
	boolean leave() {
		this.handler = null;
		boolean pending = Thread.interrupted();
		return this.interrupted && !pending;
	}

	/** The handler goes on in what it returned. */
	void leaveTo(CompletionStage<?> pending) {
		this.occupied = null;
		this.stage = pending;
	}

	/** The thread takes other jobs. */
	void free() {
		this.occupied = null;
	}

	@Nullable Thread occupied() {
		return this.occupied;
	}

	/** Stop the handler, unless its task says that it stops by itself. */
	void interrupt() {
		if (this.handler != null && this.interrupts) {
			this.interrupted = true;
			this.handler.interrupt();
		}
		if (this.stage != null) {
			CompletionStage<?> pending = this.stage;
			try {
				this.executor.execute(() -> cancel(pending));
			}
			catch (RuntimeException ex) {
				logger.warn("The result of job '{}' cannot be cancelled; it is given up", this.job.id().value(), ex);
			}
		}
	}

	private void cancel(CompletionStage<?> pending) {
		try {
			pending.toCompletableFuture().cancel(true);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("The result of job '{}' cannot be cancelled; it is waited for", this.job.id().value(), ex);
		}
	}

	/** How a handler left its thread: whether it was told to stop, and noticed it. */
	record Left(@Nullable StopReason reason, boolean noticed) {
	}

}
