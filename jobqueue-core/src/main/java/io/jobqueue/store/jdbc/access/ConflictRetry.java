package io.jobqueue.store.jdbc.access;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.jdbc.dialect.StepBounds;
import io.jobqueue.store.jdbc.schema.SqlErrors;

import org.jspecify.annotations.Nullable;

/**
 * Repeats a transaction that met another one: the victim of a deadlock, or one that
 * waited for a lock for too long. Such a transaction was rolled back.
 */
public final class ConflictRetry {

	/** A step that was a victim of deadlocks so often fails: the store is overloaded. */
	private static final int ATTEMPTS = 20;

	private static final long LONGEST_PAUSE_MILLIS = 100;

	private ConflictRetry() {
	}

	/** Do it until it meets no other one, a bounded number of times. */
	static <T> T repeat(Supplier<@Nullable T> transaction) {
		long start = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			try {
				return Objects.requireNonNull(transaction.get());
			}
			catch (RuntimeException ex) {
				boolean late = SqlErrors.isLockTimeout(ex)
						&& System.nanoTime() - start > StepBounds.LOCK_WAITS.toNanos();
				if (attempt == ATTEMPTS || late || !isRolledBack(ex)) {
					throw ex;
				}
				pause(attempt);
			}
		}
	}

	/**
	 * An exception of the store may follow a commit, whatever its cause is: to repeat
	 * that work would find its own effect.
	 */
	private static boolean isRolledBack(RuntimeException failure) {
		return !(failure instanceof JobQueueException) && SqlErrors.isConflict(failure);
	}

	/** Whether a statement has waited for a lock for as long as it may. */
	public static boolean isLockTimeout(RuntimeException failure) {
		return SqlErrors.isLockTimeout(failure);
	}

	/** Before another attempt, the longer the more there were. */
	public static void pause(int attempt) {
		long bound = Math.min(LONGEST_PAUSE_MILLIS, 2L << Math.min(attempt, 6));
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(bound)));
	}

}
