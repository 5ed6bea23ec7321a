package io.jobqueue.dashboard.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.support.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Reads for requests on other threads. The client of a store can wait a minute for a
 * server that is unavailable, and a page must say so before. So a request waits for a
 * bounded time, and its read is interrupted then. Not all drivers can be interrupted, so
 * the number of threads is bounded too. Thread-safe.
 */
final class ReadThreads implements AutoCloseable {

	private static final Duration KEPT = Duration.ofSeconds(10);

	/** How long reads may go on at a stop. */
	private static final Duration LAST_READS = Duration.ofMillis(500);

	private final Duration longest;

	private final int most;

	private final DaemonThreads threads = new DaemonThreads("jobqueue-dashboard");

	private final ThreadPoolExecutor executor;

	/**
	 * Create threads. They are started when they are needed.
	 * @param longest how long a request waits for its read
	 * @param most the maximum number of threads
	 */
	ReadThreads(Duration longest, int most) {
		this.longest = longest;
		this.most = most;
		this.executor = new ThreadPoolExecutor(0, most, KEPT.toMillis(), TimeUnit.MILLISECONDS,
				new SynchronousQueue<>(), this.threads);
	}

	/**
	 * Read.
	 * @throws StoreUnavailableException if it takes too long, or too many others read
	 */
	<T> T read(Supplier<T> source) {
		Future<T> read = submit(source);
		try {
			return read.get(this.longest.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new StoreUnavailableException(
					"The store has not answered within %d s".formatted(this.longest.toSeconds()), null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoreUnavailableException("The request was interrupted while it waited for the store", null);
		}
		catch (ExecutionException ex) {
			throw unchecked(ex.getCause());
		}
		finally {
			read.cancel(true);
		}
	}

	private <T> Future<T> submit(Supplier<T> source) {
		try {
			return this.executor.submit(source::get);
		}
		catch (RejectedExecutionException ex) {
			throw new StoreUnavailableException(this.executor.isShutdown() ? "The application stops"
					: "%d other requests wait for the store".formatted(this.most), null);
		}
	}

	/** A read has no checked exceptions. */
	private static RuntimeException unchecked(@Nullable Throwable thrown) {
		if (thrown instanceof Error error) {
			throw error;
		}
		return (thrown instanceof RuntimeException known) ? known : new IllegalStateException(thrown);
	}

	@Override
	public void close() {
		this.threads.end(this.executor, LAST_READS);
	}

}
