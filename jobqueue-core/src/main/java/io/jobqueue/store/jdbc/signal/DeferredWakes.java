package io.jobqueue.store.jdbc.signal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.jobqueue.store.support.DaemonThreads;

/**
 * Wakes workers after the caller's transaction is committed. In the callbacks of the
 * commit the caller still holds its connection, so a request for another one could block.
 * A separate thread does it, which ends when it is idle. Requests of many commits are
 * merged, one wake for each queue.
 */
public final class DeferredWakes {

	private static final Duration LAST = Duration.ofMillis(400);

	private final Waker wakes;

	private final Set<String> waiting = new HashSet<>();

	private final DaemonThreads threads = new DaemonThreads("jobqueue-signal");

	private final ThreadPoolExecutor executor;

	public DeferredWakes(Waker wakes) {
		this.wakes = wakes;
		this.executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this.threads);
		this.executor.allowCoreThreadTimeOut(true);
		// Only a closed one rejects: a poll finds the jobs.
		this.executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
	}

	/** What was asked for is still done, within a bound; from then on workers poll. */
	public void close() {
		this.threads.end(this.executor, LAST);
	}

	/** Jobs have come into queues. */
	public void later(Collection<String> queues) {
		boolean first;
		synchronized (this.waiting) {
			first = this.waiting.isEmpty() && !queues.isEmpty();
			this.waiting.addAll(queues);
		}
		if (first) {
			this.executor.execute(this::wakeAll);
		}
	}

	private void wakeAll() {
		List<String> queues;
		synchronized (this.waiting) {
			queues = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		this.wakes.wake(queues.stream().map(WakeCondition::unlessPaused).toList());
	}

}
