package io.jobqueue.store.support;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread of a worker that repeats a step, and waits in between. It can be
 * started again after it was stopped. Safe for use by many threads.
 */
public final class RepeatingThread {

	private static final Logger logger = LoggerFactory.getLogger(RepeatingThread.class);

	/** How long a stop waits for the step, and again after it has interrupted it. */
	private static final Duration LAST_STEP = Duration.ofSeconds(2);

	private final String name;

	private final DaemonThreads threads;

	private final Supplier<Duration> step;

	private final Runnable ended;

	private final Semaphore wakes = new Semaphore(0);

	private @Nullable Thread thread;

	private volatile boolean stopping;

	/**
	 * Create a thread.
	 * @param name the name of the thread
	 * @param step the step, which answers how long to wait until the next one. It must
	 * not throw
	 * @param ended called on the thread after the last step
	 */
	public RepeatingThread(String name, Supplier<Duration> step, Runnable ended) {
		this.name = name;
		this.threads = DaemonThreads.ofWorker(name);
		this.step = step;
		this.ended = ended;
	}

	/** Start the thread, unless it runs. */
	public synchronized void start() {
		if (this.thread != null) {
			return;
		}
		this.stopping = false;
		Thread started = this.threads.newThread(this::run);
		this.thread = started;
		started.start();
	}

	private void run() {
		while (!this.stopping) {
			pause(this.step.get());
		}
		this.ended.run();
	}

	private void pause(Duration wait) {
		try {
			if (wait.isZero() || this.wakes.tryAcquire(wait.toMillis() + 1, TimeUnit.MILLISECONDS)) {
				this.wakes.drainPermits();
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The thread '{}' was interrupted by the stop", this.name, ex);
			this.stopping = true;
		}
	}

	/** End the present wait. */
	public void wake() {
		this.wakes.release();
	}

	/** Whether the thread is to stop. */
	public boolean isStopping() {
		return this.stopping;
	}

	/** Stop the thread. Waits for its step for a few seconds at most. */
	public void stop() {
		Thread stopped;
		synchronized (this) {
			stopped = this.thread;
			this.thread = null;
		}
		if (stopped == null) {
			return;
		}
		this.stopping = true;
		wake();
		try {
			if (!this.threads.join(LAST_STEP)) {
				stopped.interrupt();
				this.threads.join(LAST_STEP);
			}
		}
		catch (InterruptedException ex) {
			stopped.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
