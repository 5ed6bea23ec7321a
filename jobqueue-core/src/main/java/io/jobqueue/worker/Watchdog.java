package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the containers of a worker now and then, on a thread that nothing else uses.
 */
final class Watchdog implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

	private final Supplier<List<StallWatch>> watches;

	private final Duration tick;

	private final Waiter waiter = new Waiter();

	private volatile boolean closed;

	Watchdog(Supplier<List<StallWatch>> watches, Duration lease) {
		this.watches = watches;
		Duration tenth = lease.dividedBy(10);
		this.tick = (tenth.compareTo(LONGEST_TICK) < 0) ? tenth : LONGEST_TICK;
	}

	@Override
	public void run() {
		while (!this.closed) {
			this.waiter.await(this.tick);
			try {
				this.watches.get().forEach(StallWatch::check);
			}
			catch (Throwable ex) {
				logger.error("Whether queues make progress could not be checked; it is tried again", ex);
			}
		}
	}

	void close() {
		this.closed = true;
		this.waiter.signal();
	}

}
