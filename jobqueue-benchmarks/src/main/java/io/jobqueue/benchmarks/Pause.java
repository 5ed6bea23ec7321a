package io.jobqueue.benchmarks;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits that end with an error and not never.
 */
final class Pause {

	private static final long LONGEST_SECONDS = 300;

	private Pause() {
	}

	static void of(Duration duration) {
		try {
			new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	static void until(CountDownLatch latch) {
		try {
			if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException(
						latch.getCount() + " jobs had not ended after " + LONGEST_SECONDS + " s");
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	static long take(BlockingQueue<Long> times) {
		try {
			Long time = times.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
			if (time == null) {
				throw new IllegalStateException("A job had not started after " + LONGEST_SECONDS + " s");
			}
			return time;
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private static IllegalStateException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while measuring", cause);
	}

}
