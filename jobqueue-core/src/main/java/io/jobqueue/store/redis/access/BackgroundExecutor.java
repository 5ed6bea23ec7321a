package io.jobqueue.store.redis.access;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.jobqueue.store.support.DaemonThreads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what must not hold up a caller; they are daemons and end when they are idle
 * for a minute, or at once when this is closed. From then on callers do their work
 * themselves.
 */
public final class BackgroundExecutor implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundExecutor.class);

	private final DaemonThreads threads;

	private final ThreadPoolExecutor pool;

	public BackgroundExecutor(String name) {
		this.threads = new DaemonThreads(name);
		this.pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(),
				this.threads, (action, closed) -> action.run());
	}

	@Override
	public void execute(Runnable action) {
		this.pool.execute(action);
	}

	/**
	 * Interrupt what is under way and wait for its threads, for half a second at most: a
	 * context that is closed leaves no thread.
	 */
	@Override
	public void close() {
		this.pool.shutdownNow();
		try {
			if (!this.threads.join(Duration.ofMillis(500))) {
				logger.debug("Calls of Redis in the background go on although they were interrupted");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
