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
 * Periodically checks the progress of the containers of a worker, on a separate thread.
 * The store is read on at most one more thread per container. So a read that hangs does
 * not prevent the check of other queues.
 */
final class Watchdog implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Watchdog.class);

	private static final Duration LONGEST_TICK = Duration.ofSeconds(1);

	private final Supplier<List<StallDetector>> detectors;

	private final Duration tick;

	private final WorkerThreads.Factory threads;

	private final WakeLatch wakeLatch = new WakeLatch();

	/** The threads that read the store now, by detector. */
	private final Map<StallDetector, Thread> reads = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Watchdog(Supplier<List<StallDetector>> detectors, Duration lease, WorkerThreads.Factory threads) {
		this.threads = threads;
		this.detectors = detectors;
		Duration tenth = lease.dividedBy(10);
		this.tick = (tenth.compareTo(LONGEST_TICK) < 0) ? tenth : LONGEST_TICK;
	}

	@Override
	public void run() {
		while (!this.closed) {
			this.wakeLatch.await(this.tick);
			try {
				check();
			}
			catch (Throwable ex) {
				logger.error("The progress of queues could not be checked; the check is repeated", ex);
			}
		}
	}

	void check() {
		for (StallDetector detector : this.detectors.get()) {
			if (detector.check() && !this.reads.containsKey(detector)) {
				Thread thread = this.threads.thread("jobqueue-watch-" + detector.queue(), () -> readQueue(detector));
				this.reads.put(detector, thread);
				try {
					thread.start();
				}
				catch (RuntimeException | Error ex) {
					this.reads.remove(detector);
					throw ex;
				}
			}
		}
	}

	private void readQueue(StallDetector detector) {
		try {
			detector.readQueue();
		}
		catch (RuntimeException | Error ex) {
			logger.error("The progress of queue '{}' could not be checked; the check is repeated", detector.queue(),
					ex);
		}
		finally {
			this.reads.remove(detector);
		}
	}

	/** Stop checking, and interrupt the reads in progress. */
	void close() {
		this.closed = true;
		this.reads.values().forEach(Thread::interrupt);
		this.wakeLatch.signal();
	}

}
