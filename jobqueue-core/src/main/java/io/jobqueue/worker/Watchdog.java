package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.jobqueue.worker.thread.WorkerThreads;
import io.jobqueue.worker.timing.WakeLatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the containers of a worker periodically, on a thread of its own. The store is
 * read on one more thread per container at most, so a read that hangs does not prevent
 * the check of other queues.
 */
final class Watchdog implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

	private final Supplier<List<StallDetector>> watches;

	private final Duration tick;

	private final WorkerThreads.Factory threads;

	private final WakeLatch waiter = new WakeLatch();

	/** What looks at the store just now. */
	private final Map<StallDetector, Thread> looks = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Watchdog(Supplier<List<StallDetector>> watches, Duration lease, WorkerThreads.Factory threads) {
		this.threads = threads;
		this.watches = watches;
		Duration tenth = lease.dividedBy(10);
		this.tick = (tenth.compareTo(LONGEST_TICK) < 0) ? tenth : LONGEST_TICK;
	}

	@Override
	public void run() {
		while (!this.closed) {
			this.waiter.await(this.tick);
			try {
				check();
			}
			catch (Throwable ex) {
				logger.error("Whether queues make progress could not be checked; it is tried again", ex);
			}
		}
	}

	void check() {
		for (StallDetector watch : this.watches.get()) {
			if (watch.check() && !this.looks.containsKey(watch)) {
				Thread thread = this.threads.thread("jobqueue-watch-" + watch.queue(), () -> look(watch));
				this.looks.put(watch, thread);
				try {
					thread.start();
				}
				catch (RuntimeException | Error ex) {
					this.looks.remove(watch);
					throw ex;
				}
			}
		}
	}

	private void look(StallDetector watch) {
		try {
			watch.look();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Whether queue '{}' makes progress could not be checked; it is tried again", watch.queue(),
					ex);
		}
		finally {
			this.looks.remove(watch);
		}
	}

	/** Check no more, and end the looks that are under way. */
	void close() {
		this.closed = true;
		this.looks.values().forEach(Thread::interrupt);
		this.waiter.signal();
	}

}
