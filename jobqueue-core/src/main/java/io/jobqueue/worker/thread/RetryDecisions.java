package io.jobqueue.worker.thread;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that call {@code shouldRetry} of handlers whose attempts still run after a
 * timeout. A handler may hang in that call too, so the number of threads is bounded.
 */
public final class RetryDecisions {

	/** How many handlers are asked at once. */
	static final int AT_ONCE = 8;

	private static final Logger logger = LoggerFactory.getLogger(RetryDecisions.class);

	private static final int ROOM = 1000;

	private final ThreadPoolExecutor threads;

	public RetryDecisions() {
		this.threads = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(ROOM),
				(action) -> WorkerThreads.Factory.DAEMONS.thread("jobqueue-decision", action));
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Ask, perhaps later.
	 * @param over whether the answer is not needed any more
	 * @param otherwise done at once if too many wait, or when closed
	 */
	public void ask(BooleanSupplier over, Runnable question, Runnable otherwise) {
		try {
			this.threads.execute(() -> {
				if (!over.getAsBoolean()) {
					question.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("A handler is not asked for a retry, as {} are asked and {} wait", this.threads.getPoolSize(),
					this.threads.getQueue().size(), ex);
			otherwise.run();
		}
	}

	/** Interrupt those that are asked, and ask no more. */
	public void close() {
		this.threads.shutdownNow();
	}

}
