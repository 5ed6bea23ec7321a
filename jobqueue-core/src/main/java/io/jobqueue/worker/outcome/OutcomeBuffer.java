package io.jobqueue.worker.outcome;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds outcomes that wait to be stored. An idle writer takes all of them immediately.
 * While a backlog is processed, the {@link ClaimMode} leaves them to the next exchange,
 * which stores them too. While the store is unavailable, outcomes wait, and threads that
 * add them are not blocked. The poll loop stops claiming when there are too many, or when
 * they take too many bytes.
 */
public final class OutcomeBuffer {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeBuffer.class);

	/** The size in bytes from which no more jobs are claimed. */
	static final long MOST_BYTES = 8 << 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<AttemptResult> waiting = new ArrayDeque<>();

	private final String queue;

	private final int room;

	/** The number of outcomes that were taken and not completed. */
	private int taken;

	/**
	 * The size in bytes of the waiting outcomes and those taken and not completed.
	 */
	private long bytes;

	private final ClaimMode mode;

	private boolean closed;

	public OutcomeBuffer(String queue, int concurrency, ClaimMode mode) {
		this.queue = queue;
		this.room = Math.max(200, 2 * concurrency);
		this.mode = mode;
		mode.onWriterTurn(this::wakeWriter);
	}

	/**
	 * Add an outcome. After the close it is logged and dropped, so that its job runs
	 * again.
	 */
	public void add(AttemptResult settled) {
		this.lock.lock();
		try {
			if (this.closed) {
				logLost(List.of(settled));
				return;
			}
			this.waiting.add(settled);
			this.bytes += settled.size();
			if (this.waiting.size() == 1 && !this.mode.isCarriedByExchange()) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void wakeWriter() {
		this.lock.lock();
		try {
			if (!this.waiting.isEmpty()) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take all waiting outcomes, possibly none. The caller must complete them or put them
	 * back.
	 */
	public List<AttemptResult> takeForExchange() {
		this.lock.lock();
		try {
			return takeWaiting();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for outcomes and take all of them; empty only when closed and no outcome is
	 * left.
	 */
	List<AttemptResult> take() {
		this.lock.lock();
		try {
			do {
				while (isWriterIdle()) {
					this.changed.awaitUninterruptibly();
				}
				yieldUnlocked();
			}
			while (isWriterIdle());
			return takeWaiting();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Others that have just ended, or a claim, take the outcome along. */
	private void yieldUnlocked() {
		this.lock.unlock();
		Thread.yield();
		this.lock.lock();
	}

	/** Like {@link #take()}, but also returns an empty list after the given time. */
	List<AttemptResult> take(Duration longest) {
		long nanos = longest.toNanos();
		this.lock.lock();
		try {
			while (isWriterIdle() && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return isWriterIdle() ? List.of() : takeWaiting();
		}
		catch (InterruptedException ex) {
			logger.debug("The outcome writer of queue '{}' was interrupted and does not wait", this.queue, ex);
			return List.of();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isWriterIdle() {
		return (this.waiting.isEmpty() || this.mode.isCarriedByExchange()) && !this.closed;
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<AttemptResult> takeWaiting() {
		List<AttemptResult> batch = new ArrayList<>(this.waiting);
		this.waiting.clear();
		this.taken += batch.size();
		return batch;
	}

	/** Complete a taken batch: all of it is stored, except locked outcomes. */
	void done(List<AttemptResult> batch, List<AttemptResult> locked) {
		this.lock.lock();
		try {
			this.taken -= batch.size() - locked.size();
			this.bytes -= size(batch) - size(locked);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Put back a taken batch that may not be stored. */
	public void putBack(List<AttemptResult> batch) {
		this.lock.lock();
		try {
			this.taken -= batch.size();
			this.changed.signalAll();
			if (this.closed && !batch.isEmpty()) {
				List<AttemptResult> lost = new ArrayList<>(batch);
				lost.addAll(this.waiting);
				this.waiting.clear();
				logLost(lost);
				return;
			}
			for (int i = batch.size() - 1; i >= 0; i--) {
				this.waiting.addFirst(batch.get(i));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void logLost(List<AttemptResult> lost) {
		logger.error("Outcomes of queue '{}' could not be stored before the worker stopped; these jobs run again: {}",
				this.queue, ids(lost));
	}

	/** Wait for the given time, or until closed. */
	void pause(Duration length) {
		long nanos = length.toNanos();
		this.lock.lock();
		try {
			while (!this.closed && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The pause of the outcome writer of queue '{}' was interrupted", this.queue, ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for room, unless closed. The writer must be allowed to store the outcomes.
	 * @return whether there is room
	 */
	public boolean awaitRoom(Duration longest) {
		return await(() -> count() >= this.room || this.bytes >= MOST_BYTES, longest);
	}

	/** Wait until the writer has stored all outcomes, which no claim stores any more. */
	public boolean awaitEmpty(Duration longest) {
		this.mode.hold();
		return await(() -> count() > 0, longest);
	}

	private boolean await(BooleanSupplier tooMany, Duration longest) {
		long nanos = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
		this.lock.lock();
		try {
			while (!this.closed && tooMany.getAsBoolean() && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return !tooMany.getAsBoolean();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private int count() {
		return this.waiting.size() + this.taken;
	}

	public int size() {
		this.lock.lock();
		try {
			return count();
		}
		finally {
			this.lock.unlock();
		}
	}

	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static long size(List<AttemptResult> batch) {
		return batch.stream().mapToLong(AttemptResult::size).sum();
	}

	static List<String> ids(List<AttemptResult> batch) {
		return batch.stream().map((settled) -> settled.job().id().value()).toList();
	}

}
