package io.jobqueue.outbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.jdbc.DatabaseFailures;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Relays the outbox on a thread of its own: at once after a commit in this process, else
 * at the poll interval, and more slowly while the store or the database is unavailable.
 * Any number of processes may run one.
 */
public final class OutboxRelay implements SmartLifecycle {

	/** Below the worker, so that it stops after it: jobs may dispatch to the end. */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4097;

	private static final Logger logger = LoggerFactory.getLogger(OutboxRelay.class);

	private static final String PART = "the outbox";

	private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

	private static final long STOP_MILLIS = 5000;

	private final RelayPass pass;

	private final StoreOutage outage;

	private final long pollMillis;

	private final Semaphore wakes = new Semaphore(0);

	private int failures;

	private @Nullable Thread thread;

	private volatile boolean stopping;

	/**
	 * Make a relay.
	 * @param store where jobs go
	 * @param dataSource the way to the database with the outbox
	 * @param options how it works
	 * @param listeners hear of what it did
	 */
	public OutboxRelay(StoreBackend store, DataSource dataSource, OutboxOptions options,
			List<OutboxListener> listeners) {
		this.outage = store.outage();
		this.pass = new RelayPass(store.jobs(), dataSource, options, listeners);
		this.pollMillis = options.pollInterval().toMillis();
	}

	/** Look into the outbox now. Returns at once. */
	public void wake() {
		this.wakes.release();
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			this.stopping = false;
			Thread started = new Thread(this::run, "jobqueue-outbox");
			started.setDaemon(true);
			started.start();
			this.thread = started;
		}
	}

	/** What was committed is relayed before this returns, unless that takes too long. */
	@Override
	public void stop() {
		Thread ending;
		synchronized (this) {
			ending = this.thread;
			this.thread = null;
		}
		if (ending == null) {
			return;
		}
		this.stopping = true;
		wake();
		try {
			ending.join(STOP_MILLIS);
			ending.interrupt();
		}
		catch (InterruptedException ex) {
			ending.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void run() {
		try {
			boolean last;
			do {
				last = this.stopping;
				pause();
				this.wakes.drainPermits();
				runPass();
			}
			while (!last);
		}
		catch (InterruptedException ex) {
			// Told to stop while waiting or at work; another relay, or the next start,
			// goes on.
			Thread.currentThread().interrupt();
		}
	}

	/** While something is unavailable, wakes would only make failures come faster. */
	private void pause() throws InterruptedException {
		if (this.failures == 0) {
			this.wakes.tryAcquire(this.pollMillis, TimeUnit.MILLISECONDS);
			return;
		}
		long end = System.nanoTime() + TimeUnit.MILLISECONDS
			.toNanos(Math.min(LONGEST_BACKOFF.toMillis(), this.pollMillis << Math.min(this.failures - 1, 10)));
		for (long left = end - System.nanoTime(); left > 0 && !this.stopping; left = end - System.nanoTime()) {
			this.wakes.tryAcquire(left, TimeUnit.NANOSECONDS);
		}
	}

	private void runPass() {
		try {
			this.pass.runOnce();
			this.outage.reached(PART);
			this.failures = 0;
		}
		catch (Exception ex) {
			if (this.stopping) {
				logger.debug("The last pass over the outbox was cut short", ex);
				return;
			}
			this.failures++;
			this.outage.failed(PART, (ex instanceof RuntimeException failure)
					? DatabaseFailures.translate("relay the outbox", failure, true) : ex);
		}
	}

}
