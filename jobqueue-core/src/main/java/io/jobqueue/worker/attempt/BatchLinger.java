package io.jobqueue.worker.attempt;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.IntSupplier;

/**
 * A short wait for more permits, so that one call to the store serves all. It is made
 * only while a backlog is processed, for as many permits as the last claim used. Jobs
 * that end immediately then end and are replaced together. Others lose no more than this
 * wait.
 */
final class BatchLinger {

	private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private volatile int hoped = 1;

	/** Wait for so many from now on; 1 for not at all. */
	void hopeFor(int count) {
		this.hoped = count;
	}

	boolean isEnough(int count) {
		return count >= this.hoped;
	}

	/** Wait, holding the lock of the condition. */
	void await(Condition changed, IntSupplier count) {
		long nanos = LONGEST_NANOS;
		try {
			while (!isEnough(count.getAsInt()) && nanos > 0) {
				nanos = changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
