package io.jobqueue.store.jdbc.access;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.jobqueue.store.support.DaemonThreads;

/**
 * How many connections the steps of a worker take at once. Safe for use by many threads.
 */
final class WorkerConnections {

	/**
	 * One may claim while another one finishes jobs or deletes ended ones. More would be
	 * taken from the handlers.
	 */
	private static final int MOST = 2;

	private final Semaphore free = new Semaphore(MOST, true);

	/** Set in threads that have taken one for the work that they do. */
	private final ThreadLocal<Boolean> taken = new ThreadLocal<>();

	/** Do something while one is taken. Work within this work takes no other one. */
	<T> T during(Supplier<T> work) {
		if (isTaken()) {
			return work.get();
		}
		this.free.acquireUninterruptibly();
		return whileTaken(true, work);
	}

	/**
	 * As {@link #during}, with one more than there should be when none is given back in
	 * that time: for what must not wait for other steps, which may hang.
	 */
	<T> T duringWithin(Duration longest, Supplier<T> work) {
		return isTaken() ? work.get() : whileTaken(takeWithin(longest), work);
	}

	/** As {@link #during} in the background threads of a worker. Others do not wait. */
	<T> T duringOfWorker(Supplier<T> work) {
		return DaemonThreads.isOfWorker() ? during(work) : work.get();
	}

	private boolean isTaken() {
		return this.taken.get() != null;
	}

	private boolean takeWithin(Duration longest) {
		try {
			return this.free.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private <T> T whileTaken(boolean giveBack, Supplier<T> work) {
		this.taken.set(Boolean.TRUE);
		try {
			return work.get();
		}
		finally {
			this.taken.remove();
			if (giveBack) {
				this.free.release();
			}
		}
	}

}
