package io.jobqueue.benchmarks.contender;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Waits that end with an error after a time limit. */
public final class Pause {

	private static final long LONGEST_SECONDS = 300;

	private Pause() {
	}

	/** Wait for the given time. */
	public static void of(Duration duration) {
		try {
			new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/** Wait until all jobs have ended. */
	public static void until(CountDownLatch latch) {
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

	/** Remove and return the next time. */
	public static long take(BlockingQueue<Long> times) {
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

	/** Run the same work in several threads, and wait for all of them. */
	public static void together(int threads, Runnable work) {
		if (threads == 1) {
			work.run();
			return;
		}
		List<CompletableFuture<Void>> runs = IntStream.range(0, threads)
			.mapToObj((i) -> CompletableFuture.runAsync(work, (task) -> new Thread(task, "together-" + i).start()))
			.toList();
		runs.forEach(CompletableFuture::join);
	}

	private static IllegalStateException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return new IllegalStateException("Interrupted while measuring", cause);
	}

}
