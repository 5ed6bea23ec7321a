package io.jobqueue.worker.thread;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.jobqueue.store.support.DaemonThreads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that call {@code shouldRetry} of handlers whose attempts still run after a
 * timeout. The handler may block in that call too, so the number of threads is bounded.
 */
public final class RetryDecisions {

	/** The maximum number of concurrent calls. */
	static final int AT_ONCE = 8;

	private static final Logger logger = LoggerFactory.getLogger(RetryDecisions.class);

	private static final int ROOM = 1000;

	private final DaemonThreads threads = new DaemonThreads("jobqueue-decision");

	private final ThreadPoolExecutor executor;

	public RetryDecisions() {
		this.executor = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(ROOM),
				this.threads);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a call, now or when another one has ended.
	 * @param over whether the result is not needed any more
	 * @param otherwise run immediately if too many calls wait, or when closed
	 */
	public void ask(BooleanSupplier over, Runnable question, Runnable otherwise) {
		try {
			this.executor.execute(() -> {
				if (!over.getAsBoolean()) {
					question.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("shouldRetry of a handler is not called, because {} calls run and {} wait",
					this.executor.getPoolSize(), this.executor.getQueue().size(), ex);
			otherwise.run();
		}
	}

	/** Interrupt running calls, and accept no more. */
	public void close() {
		this.executor.shutdownNow();
	}

	/** Wait for the calls that were interrupted. */
	public void awaitClosed(Duration longest) throws InterruptedException {
		this.threads.join(longest);
	}

}
