package io.jobqueue.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.jobqueue.store.StoreOutage;
import io.jobqueue.store.jdbc.access.DatabaseFailures;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passes of one start of a relay, on a thread of their own. A thread that outlives
 * its stop, because a call does not heed the interrupt, shares nothing with the next one.
 */
final class RelayLoop implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(RelayLoop.class);

	private static final String PART = "the outbox";

	private static final long INTERRUPTED_MILLIS = 200;

	private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

	private final RelayPass pass;

	private final StoreOutage outage;

	private final long pollMillis;

	private final Semaphore wakes = new Semaphore(0);

	private final Thread thread;

	private int failures;

	private volatile boolean stopping;

	RelayLoop(RelayPass pass, StoreOutage outage, Duration pollInterval) {
		this.pass = pass;
		this.outage = outage;
		this.pollMillis = pollInterval.toMillis();
		this.thread = new Thread(this, "jobqueue-outbox");
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	void wake() {
		this.wakes.release();
	}

	/** Make a last pass, unless that takes too long. */
	void stop(long millis) {
		this.stopping = true;
		wake();
		try {
			this.thread.join(millis);
			this.thread.interrupt();
			this.thread.join(INTERRUPTED_MILLIS);
		}
		catch (InterruptedException ex) {
			this.thread.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		try {
			boolean last;
			do {
				if (!this.stopping) {
					pause();
				}
				last = this.stopping;
				this.wakes.drainPermits();
				runPass();
			}
			while (!last);
		}
		catch (InterruptedException ex) {
			// Stopped while it waited or worked; another relay, or the next start,
			// continues.
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
