package io.jobqueue.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.jobqueue.DurationText;
import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * Lets a dispatch wait while its queues are full: it inserts again after pauses that grow
 * from 10 ms to 1 s. A thread that runs a job of the same queue does not wait, because it
 * would wait for itself.
 */
final class RoomWait {

	private static final double FIRST_MILLIS = 10;

	private static final double LONGEST_MILLIS = 1000;

	/** How many jobs are sent again to a queue that may still be full. */
	private static final int PROBE = 100;

	/** For how long a dispatch waits, by queue. */
	private final Map<String, Duration> timeouts;

	private final DoubleSupplier random;

	private final LongSupplier nanoTime;

	private final Pause pause;

	RoomWait(Map<String, Duration> timeouts) {
		this(timeouts, Math::random, System::nanoTime, RoomWait::park);
	}

	RoomWait(Map<String, Duration> timeouts, DoubleSupplier random, LongSupplier nanoTime, Pause pause) {
		this.timeouts = timeouts;
		this.random = random;
		this.nanoTime = nanoTime;
		this.pause = pause;
	}

	/**
	 * Insert jobs again until their queues have room for all of them.
	 * @param full returns the jobs that found no room, as it is after each insert
	 * @param insert inserts some of them
	 * @return why this gave up, as the end of a sentence, empty if it did not
	 */
	String await(Supplier<List<NewJob>> full, Consumer<List<NewJob>> insert) {
		long start = this.nanoTime.getAsLong();
		double nextMillis = FIRST_MILLIS;
		List<NewJob> left = full.get();
		while (!left.isEmpty()) {
			String reason = reasonToGiveUp(left, Duration.ofNanos(this.nanoTime.getAsLong() - start));
			if (reason != null) {
				return reason;
			}
			Duration length = Duration.ofMillis(Math.round(nextMillis * (0.5 + this.random.getAsDouble() / 2)));
			if (!this.pause.await(length)) {
				return "; the thread was interrupted while it waited for room";
			}
			List<NewJob> after = insertAgain(left, full, insert);
			nextMillis = (after.size() < left.size()) ? FIRST_MILLIS : Math.min(nextMillis * 2, LONGEST_MILLIS);
			left = after;
		}
		return "";
	}

	/** Insert a part after the other, until one finds no room. */
	private static List<NewJob> insertAgain(List<NewJob> before, Supplier<List<NewJob>> full,
			Consumer<List<NewJob>> insert) {
		List<NewJob> left = before;
		int expected;
		do {
			List<NewJob> probe = left.subList(0, Math.min(PROBE, left.size()));
			expected = left.size() - probe.size();
			insert.accept(probe);
			left = full.get();
		}
		while (!left.isEmpty() && left.size() == expected);
		return left;
	}

	/** Return the end of a sentence, {@code null} to wait further. */
	private @Nullable String reasonToGiveUp(List<NewJob> full, Duration waited) {
		JobContext running = JobContextHolder.current();
		for (NewJob job : full) {
			Duration timeout = this.timeouts.get(job.queue());
			if (timeout == null) {
				return "";
			}
			if (running != null && running.queue().equals(job.queue())) {
				return "; this thread runs a job of the same queue and does not wait for itself";
			}
			if (waited.compareTo(timeout) >= 0) {
				return " after a wait of " + DurationText.of(timeout);
			}
		}
		return null;
	}

	private static boolean park(Duration length) {
		LockSupport.parkNanos(length.toNanos());
		return !Thread.currentThread().isInterrupted();
	}

	/** Pauses the thread. */
	@FunctionalInterface
	interface Pause {

		/** Wait, and return whether the thread was not interrupted. */
		boolean await(Duration length);

	}

}
