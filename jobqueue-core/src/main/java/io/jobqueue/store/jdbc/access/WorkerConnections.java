package io.jobqueue.store.jdbc.access;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many connections the steps of a worker take at once. Safe for use by many threads.
 */
final class WorkerConnections {

	/**
	 * One may claim while another one finishes, or one listens. More would be taken from
	 * the handlers.
	 */
	private static final int MOST = 2;

	private final Semaphore free = new Semaphore(MOST, true);

	void take() {
		this.free.acquireUninterruptibly();
	}

	/**
	 * Take one, or one more than there should be when none is given back in that time:
	 * what must not wait for other steps, which may hang.
	 * @return whether it is to be given back
	 */
	boolean takeWithin(Duration longest) {
		try {
			return this.free.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	void give() {
		this.free.release();
	}

	/** Do something while one is taken. */
	<T> T during(Supplier<T> work) {
		take();
		try {
			return work.get();
		}
		finally {
			give();
		}
	}

}
