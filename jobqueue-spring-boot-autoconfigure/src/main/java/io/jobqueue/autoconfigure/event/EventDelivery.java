package io.jobqueue.autoconfigure.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.jobqueue.JobEvent;
import io.jobqueue.OperatorEvent;
import io.jobqueue.store.support.WarnSeldom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners on a thread of its own, one by one and in their order. A
 * listener that hangs delays other listeners, but neither a job nor the call that has
 * caused the event. Meanwhile a bounded number of events waits, and the others are
 * dropped. Safe for use by several threads.
 */
final class EventDelivery {

	/** How many jobs the events that wait may be about. */
	static final int MOST_WAITING = 100_000;

	private static final Logger logger = LoggerFactory.getLogger(EventDelivery.class);

	private static final long LAST_MILLIS = TimeUnit.SECONDS.toMillis(1);

	private final Consumer<JobEvent> listeners;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<JobEvent> waiting = new ArrayDeque<>();

	private final WarnSeldom failures = new WarnSeldom();

	private int jobs;

	private long dropped;

	private boolean open = true;

	private final Thread thread = new Thread(this::work, "jobqueue-events");

	EventDelivery(Consumer<JobEvent> listeners) {
		this.listeners = listeners;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/** Let an event wait for its listeners. Does not block. */
	void add(JobEvent event) {
		boolean first = false;
		this.lock.lock();
		try {
			if (!this.open) {
				return;
			}
			if (this.jobs + jobs(event) <= MOST_WAITING) {
				this.waiting.add(event);
				this.jobs += jobs(event);
				this.changed.signal();
			}
			else {
				first = this.dropped++ == 0;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (first) {
			logger.warn(
					"Events of jobs are dropped, because listeners have not returned for the last {}: see in a "
							+ "thread dump what {} does, and let slow listeners dispatch a job or use @Async",
					MOST_WAITING, this.thread.getName());
		}
	}

	private static int jobs(JobEvent event) {
		if (event instanceof OperatorEvent.JobsChanged changed) {
			return changed.ids().size();
		}
		return (event instanceof JobEvent.Reclaimed reclaimed) ? 1 + reclaimed.poisoned().size() : 1;
	}

	private void work() {
		for (JobEvent event = next(); event != null; event = next()) {
			try {
				this.listeners.accept(event);
			}
			catch (Throwable ex) {
				// The thread must go on, also after an error.
				failed(event.getClass().getSimpleName(), ex);
			}
		}
	}

	private void failed(String event, Throwable failure) {
		long failures = this.failures.due(event + " " + failure.getClass().getName());
		if (failures > 0) {
			logger.warn("A listener failed with an event {}, and is called again next time; "
					+ "failures of this kind since they were logged last: {}", event, failures, failure);
		}
	}

	/** Return the next event; {@code null} once it is closed and all have gone. */
	private @Nullable JobEvent next() {
		// What a listener left must not end this thread.
		Thread.interrupted();
		long lost = 0;
		JobEvent event;
		this.lock.lock();
		try {
			if (this.waiting.isEmpty()) {
				lost = this.dropped;
				this.dropped = 0;
			}
			while (this.waiting.isEmpty() && this.open && lost == 0) {
				this.changed.awaitUninterruptibly();
			}
			event = this.waiting.poll();
			this.jobs -= (event != null) ? jobs(event) : 0;
		}
		finally {
			this.lock.unlock();
		}
		if (lost > 0) {
			logger.warn("Listeners have returned, and get events again; {} were dropped", lost);
			return next();
		}
		return event;
	}

	/** Hand over what waits, for a second at most. */
	void close() {
		this.lock.lock();
		try {
			this.open = false;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
		if (Thread.currentThread() == this.thread) {
			return;
		}
		try {
			this.thread.join(LAST_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		giveUp();
	}

	private void giveUp() {
		int left;
		this.lock.lock();
		try {
			left = this.waiting.size();
			this.waiting.clear();
		}
		finally {
			this.lock.unlock();
		}
		if (left > 0) {
			logger.warn("{} events of jobs were not handed to listeners before the stop, because one does not return",
					left);
		}
		this.thread.interrupt();
	}

}
