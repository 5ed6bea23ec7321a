package io.jobqueue.store.jdbc.signal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.support.DaemonThreads;

/**
 * Wakes workers on a thread of its own, which ends when it is idle. In the callbacks of a
 * commit the caller still holds its connection, so a request for another one could block.
 * And a worker whose lease another transaction has locked is woken once it is free, for
 * which no caller waits. Requests are merged, one wake for each queue.
 */
final class DeferredWakes {

	private static final Duration LAST = Duration.ofMillis(400);

	/**
	 * How often to look for a worker whose lease is locked: renewals have it for a
	 * moment. About 1 s in all; a worker whose lease stays locked polls.
	 */
	private static final int LOOKS = 120;

	/** For {@link ConflictRetry#pause}: up to 16 ms. */
	private static final int PAUSE = 3;

	private final Predicate<WakeCondition> look;

	private final Map<String, Wanted> waiting = new HashMap<>();

	private final DaemonThreads threads = new DaemonThreads("jobqueue-signal");

	private final ThreadPoolExecutor executor;

	/**
	 * Make one without a thread yet.
	 * @param look wakes a worker, and answers whether there is no more to do
	 */
	DeferredWakes(Predicate<WakeCondition> look) {
		this.look = look;
		this.executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this.threads);
		this.executor.allowCoreThreadTimeOut(true);
		// Only a closed one rejects: a poll finds the jobs.
		this.executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
	}

	/** What was asked for is still done, within a bound; from then on workers poll. */
	void close() {
		this.threads.end(this.executor, LAST);
	}

	/** Jobs have come into queues. */
	void later(Collection<String> queues) {
		add(queues.stream().map((queue) -> new Wanted(WakeCondition.unlessPaused(queue), 0)).toList());
	}

	/** A look has found a worker whose lease is locked. */
	void again(WakeCondition wake) {
		add(List.of(new Wanted(wake, 1)));
	}

	private void add(Collection<Wanted> wanted) {
		boolean first;
		synchronized (this.waiting) {
			first = this.waiting.isEmpty() && !wanted.isEmpty();
			wanted.forEach((each) -> this.waiting.merge(each.wake.queue(), each, Wanted::and));
		}
		if (first) {
			this.executor.execute(this::wakeAll);
		}
	}

	private void wakeAll() {
		if (isRepeated()) {
			ConflictRetry.pause(PAUSE);
		}
		List<Wanted> wanted;
		synchronized (this.waiting) {
			wanted = List.copyOf(this.waiting.values());
			this.waiting.clear();
		}
		add(wanted.stream()
			.filter((each) -> !this.look.test(each.wake) && each.looks < LOOKS)
			.map((each) -> new Wanted(each.wake, each.looks + 1))
			.toList());
	}

	private boolean isRepeated() {
		synchronized (this.waiting) {
			return this.waiting.values().stream().allMatch((each) -> each.looks > 0);
		}
	}

	/** A wake, and how many looks have found that a lease is locked. */
	private record Wanted(WakeCondition wake, int looks) {

		Wanted and(Wanted other) {
			return new Wanted(this.wake.and(other.wake), Math.min(this.looks, other.looks));
		}

	}

}
