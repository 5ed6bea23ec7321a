package io.jobqueue.crash;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;

import org.jspecify.annotations.Nullable;

/**
 * Reads again and again how many jobs are held under each limit.
 */
final class LimitWatch implements AutoCloseable {

	private final StoreBackend store;

	private final String queue;

	private final Map<String, Integer> most = new ConcurrentSkipListMap<>();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread = new Thread(this::run, "limit-watch");

	private volatile @Nullable Throwable failure;

	LimitWatch(StoreBackend store, String queue) {
		this.store = store;
		this.queue = queue;
		this.thread.start();
	}

	private void run() {
		try {
			do {
				read();
			}
			while (!this.stopped.await(5, TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException | RuntimeException ex) {
			this.failure = ex;
		}
	}

	private void read() {
		long started = this.store.queries().queue(this.queue).size(JobStatus.STARTED);
		this.most.merge(LimitName.QUEUE, (int) started, Math::max);
		this.store.part(LimitStore.class)
			.uses(this.queue, List.of())
			.forEach((use) -> this.most.merge(use.name(), use.running(), Math::max));
	}

	/** The highest numbers, by the name of the limit. */
	Map<String, Integer> most() {
		return this.most;
	}

	/** Stop; what failed is thrown now. */
	@Override
	public void close() {
		this.stopped.countDown();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.failure != null) {
			throw new AssertionError("The limits could not be read", this.failure);
		}
	}

}
