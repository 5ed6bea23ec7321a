package io.jobqueue.worker.attempt;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.task.Task;
import io.jobqueue.worker.outcome.StopReason;

/**
 * The thread of the handler of one attempt, or the stage that the handler returned, and
 * the way to stop it. Guarded by the lock of its attempt.
 */
final class AttemptThread {

	private static final Logger logger = LoggerFactory.getLogger(AttemptThread.class);

	private final ClaimedJob job;

	private final boolean interrupts;

	private final boolean commits;

	private final Executor executor;

	private final AttemptContext context;

	/** The thread that may be interrupted, while the handler runs on it. */
	private @Nullable Thread handler;

	/** The thread that cannot take other jobs. */
	private @Nullable Thread occupied;

	private @Nullable CompletionStage<?> stage;

	private boolean interrupted;

	private boolean detached;

	AttemptThread(ClaimedJob job, Task task, Executor executor, AttemptContext context) {
		this.job = job;
		this.interrupts = task.interrupt();
		this.commits = task.finishInTransaction();
		this.executor = executor;
		this.context = context;
	}

	void start(Runnable attempt) {
		this.executor.execute(attempt);
	}

	void enter() {
		this.handler = Thread.currentThread();
		this.occupied = this.handler;
		this.context.enter();
	}

	/**
	 * Prevent further interrupts of the thread, and clear its interrupt flag.
	 * @return whether the handler was stopped, and observed that
	 */
	boolean detach() {
		this.detached = true;
		this.handler = null;
		this.context.leave();
		boolean pending = Thread.interrupted();
		return this.interrupted && !pending;
	}

	/**
	 * Return whether the handler has ended and its transaction is about to. The attempt
	 * cannot be stopped any more: the store decides whether it still holds the job.
	 */
	boolean isCommitting() {
		return this.commits && this.detached;
	}

	/** The handler continues in the stage that it returned. */
	void handOver(CompletionStage<?> pending) {
		this.occupied = null;
		this.stage = pending;
	}

	/** The thread can take other jobs. */
	void free() {
		this.occupied = null;
	}

	@Nullable Thread occupied() {
		return this.occupied;
	}

	/** Stop the handler, unless its task must not be interrupted. */
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
				logger.warn("The result of job '{}' cannot be cancelled and is abandoned", this.job.id().value(), ex);
			}
		}
	}

	private void cancel(CompletionStage<?> pending) {
		try {
			pending.toCompletableFuture().cancel(true);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("The result of job '{}' cannot be cancelled; its completion is awaited", this.job.id().value(),
					ex);
		}
	}

	/**
	 * How a handler left its thread: why it was stopped, if it was, and whether it
	 * observed that.
	 */
	record Left(@Nullable StopReason reason, boolean noticed) {
	}

}
