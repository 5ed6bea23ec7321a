package io.jobqueue.worker.permit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.IntSupplier;

import io.jobqueue.worker.outcome.ClaimBounds;

/**
 * A short wait for more permits, so that one call of the store serves all of them. It
 * applies only while a backlog is processed, for as many permits as the last claim used.
 * Jobs that end immediately then end and are replaced together. For other jobs the cost
 * is at most this wait.
 */
final class BatchLinger {

	private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final ClaimBounds bounds;

	BatchLinger(ClaimBounds bounds) {
		this.bounds = bounds;
	}

	boolean isEnough(int count) {
		return count >= this.bounds.batch();
	}

	/** Wait for the permits, while the lock of the condition is held. */
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
