package io.jobqueue.worker.parallel;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.worker.thread.Interruptible;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskDecorator;

/**
 * The threads that help to run items, for all jobs of a worker. Their number is bounded.
 * Without a free one, the thread that maps runs the items alone.
 */
public final class ChildThreads {

	/** The maximum number of threads that help at the same time. */
	public static final int MOST = 1000;

	private static final Logger logger = LoggerFactory.getLogger(ChildThreads.class);

	private final Executor executor;

	private final TaskDecorator decorator;

	private final Semaphore free;

	/**
	 * Create an instance without threads.
	 * @param executor runs helpers, on threads that also run jobs
	 * @param decorator carries values of the thread that maps to those that help
	 */
	public ChildThreads(Executor executor, TaskDecorator decorator) {
		this(executor, decorator, MOST);
	}

	ChildThreads(Executor executor, TaskDecorator decorator, int most) {
		this.executor = executor;
		this.decorator = decorator;
		this.free = new Semaphore(most);
	}

	/**
	 * Start a helper.
	 * @param interruptible whether its thread may be interrupted
	 * @return whether it was started
	 */
	boolean start(Runnable work, boolean interruptible) {
		if (!this.free.tryAcquire()) {
			logger.debug("A job maps with fewer threads than it may, because other jobs use all of them");
			return false;
		}
		AtomicBoolean held = new AtomicBoolean(true);
		try {
			this.executor.execute(new ChildWork(this.decorator.decorate(work), interruptible, () -> release(held)));
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No thread helps, because the executor rejects it", ex);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A job maps with fewer threads than it may, because none could be started", ex);
		}
		release(held);
		return false;
	}

	private void release(AtomicBoolean held) {
		if (held.compareAndSet(true, false)) {
			this.free.release();
		}
	}

	/** Return how many more threads may help. */
	int free() {
		return this.free.availablePermits();
	}

	private record ChildWork(Runnable work, boolean isInterruptible, Runnable end) implements Interruptible {

		@Override
		public void run() {
			try {
				this.work.run();
			}
			finally {
				this.end.run();
			}
		}

	}

}
