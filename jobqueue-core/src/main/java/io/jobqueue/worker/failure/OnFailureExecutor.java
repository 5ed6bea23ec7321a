package io.jobqueue.worker.failure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.DurationText;
import io.jobqueue.worker.thread.Interruptible;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the calls of {@code onFailure} of one queue: a few concurrently, with a bounded
 * number of waiting calls. A caller that adds one blocks while no room is free, as long
 * as calls end. If none ends, the call is omitted and its job is logged.
 */
final class OnFailureExecutor {

	/** The maximum number of concurrent calls. */
	static final int AT_ONCE = 4;

	/** The maximum number of waiting calls. */
	static final int ROOM = 200;

	private static final Logger logger = LoggerFactory.getLogger(OnFailureExecutor.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<Call> waiting = new ArrayDeque<>();

	private final Set<Call> running = new HashSet<>();

	private final Duration patience;

	private long ended;

	/** Whether the last wait for room timed out. */
	private boolean waitTimedOut;

	private boolean stopping;

	private boolean closed;

	/**
	 * Create an executor without calls.
	 * @param patience how long to wait for any call to end before one is omitted
	 */
	OnFailureExecutor(Duration patience) {
		this.patience = patience;
	}

	/** Run a call now, or when another one has ended. */
	void add(Call call) {
		this.lock.lock();
		try {
			awaitRoom();
			if (this.closed || this.waiting.size() >= ROOM) {
				logger.error("onFailure of job '{}' is not called: {}", call.job(),
						(this.closed || this.stopping) ? "the worker stops"
								: "%d calls wait, and none has ended within %s".formatted(ROOM,
										DurationText.of(this.patience)));
				return;
			}
			this.waiting.add(call);
		}
		finally {
			this.lock.unlock();
		}
		startNext();
	}

	private void awaitRoom() {
		while (this.waiting.size() >= ROOM && !this.waitTimedOut && !this.stopping) {
			long before = this.ended;
			long nanos = this.patience.toNanos();
			try {
				while (this.ended == before && !this.stopping && nanos > 0) {
					nanos = this.changed.awaitNanos(nanos);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			this.waitTimedOut = this.ended == before;
		}
	}

	private void startNext() {
		Call next = take();
		while (next != null) {
			Call call = next;
			try {
				call.executor().execute(new Run(call));
				return;
			}
			catch (RuntimeException | Error ex) {
				logger.error("onFailure of job '{}' could not be called", call.job(), ex);
				end(call);
			}
			next = take();
		}
	}

	private @Nullable Call take() {
		this.lock.lock();
		try {
			Call next = (this.running.size() < AT_ONCE) ? this.waiting.poll() : null;
			if (next != null) {
				this.running.add(next);
			}
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void end(Call call) {
		this.lock.lock();
		try {
			this.running.remove(call);
			this.ended++;
			this.waitTimedOut = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Do not block callers any more. */
	void stopWaiting() {
		this.lock.lock();
		try {
			this.stopping = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wait until no call is left, for at most the given time. */
	void awaitEmpty(Duration longest) throws InterruptedException {
		long nanos = TimeUnit.NANOSECONDS.convert(longest);
		this.lock.lock();
		try {
			while (!(this.waiting.isEmpty() && this.running.isEmpty()) && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Make no more calls, and log the jobs whose calls have not started or still run.
	 */
	void close() {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.stopping = true;
			this.closed = true;
			this.changed.signalAll();
			if (!this.waiting.isEmpty()) {
				logger.error("onFailure of these jobs is not called, because the worker stops: {}", jobs(this.waiting));
				this.waiting.clear();
			}
			if (!this.running.isEmpty()) {
				logger.warn("onFailure of these jobs still runs while the worker stops: {}", jobs(this.running));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static List<String> jobs(Iterable<Call> calls) {
		List<String> jobs = new ArrayList<>();
		calls.forEach((call) -> jobs.add(call.job()));
		return jobs;
	}

	/** A call on its thread. */
	private final class Run implements Interruptible {

		private final Call call;

		private Run(Call call) {
			this.call = call;
		}

		@Override
		public boolean isInterruptible() {
			return Interruptible.isInterruptible(this.call.action());
		}

		@Override
		public void run() {
			try {
				this.call.action().run();
			}
			finally {
				end(this.call);
				startNext();
			}
		}

	}

	/**
	 * One call.
	 *
	 * @param job the id of its job
	 * @param executor the executor that runs it
	 * @param action the call
	 */
	record Call(String job, Executor executor, Runnable action) {
	}

}
