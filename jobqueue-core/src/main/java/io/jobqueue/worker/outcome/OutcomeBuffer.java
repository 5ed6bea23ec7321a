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
 * Outcomes that wait to be stored. The writer takes all of them immediately when it is
 * idle. While a backlog is processed, they are left to the next claim, which stores them
 * too. While the store is unavailable, outcomes wait, and callers that add them continue.
 * The loop stops claiming when there are too many, or when they take too many bytes.
 */
public final class OutcomeBuffer {

	private static final Logger logger = LoggerFactory.getLogger(OutcomeBuffer.class);

	/** From so many bytes on nothing is claimed. */
	static final long MOST_BYTES = 8 << 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<AttemptResult> waiting = new ArrayDeque<>();

	private final String queue;

	private final int room;

	/** How many were taken and are not done with. */
	private int taken;

	/** Of those that wait, and of those that were taken and are not done with. */
	private long bytes;

	/** Whether a claim is to come that takes them along. */
	private boolean claimComes;

	private boolean closed;

	public OutcomeBuffer(String queue, int concurrency) {
		this.queue = queue;
		this.room = Math.max(200, 2 * concurrency);
	}

	public void offer(AttemptResult settled) {
		this.lock.lock();
		try {
			this.waiting.add(settled);
			this.bytes += settled.size();
			if (this.waiting.size() == 1 && !this.claimComes) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether to leave what waits to the next claim. Whoever says that a claim comes
	 * takes care that it does, soon after each outcome, or says otherwise.
	 */
	public void leaveToClaim(boolean comes) {
		this.lock.lock();
		try {
			this.claimComes = comes;
			if (!comes && !this.waiting.isEmpty()) {
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Take all that waits, perhaps nothing. To be done with, or put back. */
	public List<AttemptResult> takeAlong() {
		this.lock.lock();
		try {
			return takeWaiting();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wait for outcomes and take all; nothing only when closed and empty. */
	List<AttemptResult> take() {
		this.lock.lock();
		try {
			while ((this.waiting.isEmpty() || this.claimComes) && !this.closed) {
				this.changed.awaitUninterruptibly();
			}
			return takeWaiting();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** As {@link #take()}; nothing also after so long. */
	List<AttemptResult> take(Duration longest) {
		long nanos = longest.toNanos();
		this.lock.lock();
		try {
			while ((this.waiting.isEmpty() || this.claimComes) && !this.closed && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return (this.claimComes && !this.closed) ? List.of() : takeWaiting();
		}
		catch (InterruptedException ex) {
			logger.debug("The outcome writer of queue '{}' does not wait, as it was interrupted", this.queue, ex);
			return List.of();
		}
		finally {
			this.lock.unlock();
		}
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

	/** These were taken, and are stored but for those that are locked. */
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

	/** These were taken and may not be stored. */
	public void putBack(List<AttemptResult> batch) {
		this.lock.lock();
		try {
			this.taken -= batch.size();
			this.changed.signalAll();
			if (this.closed && !batch.isEmpty()) {
				List<AttemptResult> lost = new ArrayList<>(batch);
				lost.addAll(this.waiting);
				this.waiting.clear();
				logger.error("Outcomes of queue '{}' could not be stored before the end; these jobs run again: {}",
						this.queue, ids(lost));
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

	/** Wait so long, or until closed. */
	void pause(Duration length) {
		long nanos = length.toNanos();
		this.lock.lock();
		try {
			while (!this.closed && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The pause of the outcome writer of queue '{}' was cut short", this.queue, ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wait for room, as long as it is not closed. */
	public boolean awaitRoom(Duration longest) {
		return await(() -> count() >= this.room || this.bytes >= MOST_BYTES, longest);
	}

	/** Wait until all is stored. */
	public boolean awaitEmpty(Duration longest) {
		return await(() -> count() > 0, longest);
	}

	private boolean await(BooleanSupplier tooMany, Duration longest) {
		long nanos = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
		this.lock.lock();
		try {
			if (tooMany.getAsBoolean()) {
				// Whoever waits here does not claim.
				leaveToClaim(false);
			}
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
		long size = 0;
		for (AttemptResult settled : batch) {
			size += settled.size();
		}
		return size;
	}

	static List<String> ids(List<AttemptResult> batch) {
		return batch.stream().map((settled) -> settled.job().id().value()).toList();
	}

}
