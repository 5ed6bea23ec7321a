package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to run so many jobs at once. A permit is released exactly once, however often
 * that is tried. One that is abandoned is free for others although its thread goes on, as
 * long as there are not as many such threads as permits: then it is kept until its thread
 * ends. So there are never more than twice as many threads as permits.
 */
final class Permits {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final int capacity;

	private int free;

	private int abandoned;

	private final Gathering gathering = new Gathering();

	/**
	 * Whether the first free permit is of use to whoever waits, or only enough of them.
	 */
	private boolean patient;

	private boolean closed;

	Permits(int capacity) {
		this.capacity = capacity;
		this.free = capacity;
	}

	/** Let {@link #takeAll()} wait a little for so many; 1 for not at all. */
	void hopeFor(int count) {
		this.gathering.hopeFor(count);
	}

	/** Take all that are free, at least one; none only when closed. */
	List<Permit> takeAll() {
		return takeAll(Duration.ofSeconds(Long.MAX_VALUE));
	}

	/** Take all that are free; none if there was none for so long, or when closed. */
	List<Permit> takeAll(Duration longest) {
		this.lock.lock();
		try {
			this.patient = true;
			this.gathering.await(this.changed, () -> this.closed ? this.capacity : this.free);
			this.patient = false;
			awaitOne(longest);
			return this.closed ? List.of() : take();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitOne(Duration longest) {
		long nanos = TimeUnit.NANOSECONDS.convert(longest);
		try {
			while (!this.closed && this.free == 0 && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private List<Permit> take() {
		List<Permit> permits = new ArrayList<>(this.free);
		for (; this.free > 0; this.free--) {
			permits.add(new Permit());
		}
		return permits;
	}

	/** Give out no more. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until all are back.
	 * @return whether they are
	 */
	boolean awaitAllFree(Duration longest) throws InterruptedException {
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

	int capacity() {
		return this.capacity;
	}

	int active() {
		this.lock.lock();
		try {
			return this.capacity - this.free;
		}
		finally {
			this.lock.unlock();
		}
	}

	int abandoned() {
		this.lock.lock();
		try {
			return this.abandoned;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The right to run one job. */
	final class Permit {

		private boolean released;

		private boolean left;

		/** The attempt is over and so is its thread. */
		void release() {
			Permits.this.lock.lock();
			try {
				if (this.left) {
					Permits.this.abandoned--;
					this.left = false;
				}
				else if (!this.released) {
					Permits.this.free++;
				}
				this.released = true;
				if (!Permits.this.patient || Permits.this.gathering.isEnough(Permits.this.free)) {
					Permits.this.changed.signalAll();
				}
			}
			finally {
				Permits.this.lock.unlock();
			}
		}

		/**
		 * The attempt is over, its thread is not: give the permit to others if there is
		 * room for one more such thread, else keep it until the thread ends.
		 * @return whether it was given to others
		 */
		boolean abandon() {
			Permits.this.lock.lock();
			try {
				if (!this.released && Permits.this.abandoned < Permits.this.capacity) {
					this.released = true;
					this.left = true;
					Permits.this.abandoned++;
					Permits.this.free++;
					Permits.this.changed.signalAll();
				}
				return this.left;
			}
			finally {
				Permits.this.lock.unlock();
			}
		}

	}

}
