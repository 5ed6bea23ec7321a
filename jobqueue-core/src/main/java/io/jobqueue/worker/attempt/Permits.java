package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

import io.jobqueue.worker.outcome.StopReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how many jobs run at the same time, and holds the claimed jobs that wait for a
 * permit. A released permit goes to the first waiting job, on the releasing thread. It is
 * released exactly once, however often that is tried. An abandoned permit is available to
 * others although its thread continues, as long as there are fewer such threads than
 * permits. Otherwise it is kept until its thread ends. So there are never more than twice
 * as many threads as permits.
 */
public final class Permits {

	private static final Logger logger = LoggerFactory.getLogger(Permits.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Empty whenever a permit is free. */
	private final ClaimedBacklog line = new ClaimedBacklog();

	private final int capacity;

	private int free;

	private int abandoned;

	private final BatchLinger gathering = new BatchLinger();

	/**
	 * Whether the first free permit is of use to whoever waits, or only enough of them.
	 */
	private boolean patient;

	private boolean closed;

	public Permits(int capacity) {
		this.capacity = capacity;
		this.free = capacity;
	}

	/** Let {@link #awaitRoom()} wait a little for so many; 1 for not at all. */
	public void hopeFor(int count) {
		this.gathering.hopeFor(count);
	}

	/** Let so many jobs wait in line; there is room again once half of them have left. */
	public void allowAhead(int count) {
		this.lock.lock();
		try {
			this.line.allow(count);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many jobs may be claimed; waits while that is none, for ever if need be. */
	public int awaitRoom() {
		return awaitRoom(Duration.ofSeconds(Long.MAX_VALUE));
	}

	/** How many jobs may be claimed: none if that was so for so long, or when closed. */
	public int awaitRoom(Duration longest) {
		long nanos = TimeUnit.NANOSECONDS.convert(longest);
		this.lock.lock();
		try {
			if (!this.line.isAllowed()) {
				this.patient = true;
				this.gathering.await(this.changed, () -> this.closed ? this.capacity : this.free);
				this.patient = false;
			}
			while (!this.closed && this.line.room(this.free) == 0 && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.closed ? 0 : this.line.room(this.free);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A permit that is yet to be granted, for a job of about so many bytes. */
	public Permit request(long size) {
		return new Permit(size);
	}

	/**
	 * Start a job if a permit is free, else put it in line. One whose request was
	 * released meanwhile is not started any more.
	 * @param mayWait whether it may be put in line
	 * @return whether that was done; not when closed, or when it would have to wait and
	 * may not or the line is full
	 * @throws RuntimeException if it was started and failed at once
	 */
	public boolean submit(Permit request, LaunchableJob job, boolean mayWait) {
		this.lock.lock();
		try {
			if (this.closed || request.released) {
				return !this.closed;
			}
			request.job = job;
			if (this.free == 0) {
				return mayWait && this.line.add(request);
			}
			this.free--;
			request.granted = true;
		}
		finally {
			this.lock.unlock();
		}
		job.start();
		return true;
	}

	/** Give back all that wait in line. */
	public void clearLine() {
		List<Permit> left;
		this.lock.lock();
		try {
			left = this.line.clear();
		}
		finally {
			this.lock.unlock();
		}
		left.forEach((request) -> request.job().stop(StopReason.SHUTDOWN));
	}

	/** Give out no more. */
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		clearLine();
	}

	/**
	 * Wait until all are back.
	 * @return whether they are
	 */
	public boolean awaitAllFree(Duration longest) throws InterruptedException {
		long nanos = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
		this.lock.lock();
		try {
			while (this.free < this.capacity && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.free == this.capacity;
		}
		finally {
			this.lock.unlock();
		}
	}

	public int capacity() {
		return this.capacity;
	}

	public int active() {
		return locked(() -> this.capacity - this.free);
	}

	public int inLine() {
		return locked(this.line::size);
	}

	public int abandoned() {
		return locked(() -> this.abandoned);
	}

	private int locked(IntSupplier look) {
		this.lock.lock();
		try {
			return look.getAsInt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** With the lock: one more is free. Answers who gets it. */
	private @Nullable LaunchableJob release() {
		Permit next = this.line.poll();
		if (next != null) {
			next.granted = true;
		}
		else {
			this.free++;
		}
		if (this.line.room(this.free) > 0 && (!this.patient || this.gathering.isEnough(this.free))) {
			this.changed.signalAll();
		}
		return (next != null) ? next.job() : null;
	}

	private static void start(@Nullable LaunchableJob next) {
		if (next == null) {
			return;
		}
		try {
			next.start();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A claimed job could not be started and is released", ex);
			next.stop(StopReason.SHUTDOWN);
		}
	}

	/** The right to run one job. */
	public final class Permit {

		final long size;

		private @Nullable LaunchableJob job;

		private boolean granted;

		private boolean released;

		private boolean left;

		private Permit(long size) {
			this.size = size;
		}

		private LaunchableJob job() {
			return Objects.requireNonNull(this.job, "Not in line");
		}

		/** The attempt and its thread are over, or it will not begin. */
		void release() {
			LaunchableJob next = null;
			Permits.this.lock.lock();
			try {
				if (this.left) {
					Permits.this.abandoned--;
					this.left = false;
				}
				else if (this.granted && !this.released) {
					next = Permits.this.release();
				}
				else {
					Permits.this.line.leave(this);
				}
				this.released = true;
			}
			finally {
				Permits.this.lock.unlock();
			}
			start(next);
		}

		/** The attempt is over, its thread is not. Return whether others may run. */
		boolean abandon() {
			LaunchableJob next = null;
			Permits.this.lock.lock();
			try {
				if (!this.released && Permits.this.abandoned < Permits.this.capacity) {
					this.released = true;
					this.left = true;
					Permits.this.abandoned++;
					next = Permits.this.release();
				}
				return this.left;
			}
			finally {
				Permits.this.lock.unlock();
				start(next);
			}
		}

	}

}
