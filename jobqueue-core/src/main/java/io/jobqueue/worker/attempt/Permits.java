package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

import io.jobqueue.worker.outcome.ClaimBounds;
import io.jobqueue.worker.outcome.StopReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how many jobs run at the same time, and holds the claimed jobs that wait for a
 * permit. A released permit goes to the first waiting job, on the releasing thread. It is
 * released exactly once, however often release is called. An abandoned permit is
 * available to other jobs although its thread continues, as long as fewer such threads
 * run than there are permits. Otherwise it is kept until its thread ends. So there are
 * never more than twice as many threads as permits.
 */
public final class Permits {

	private static final Logger logger = LoggerFactory.getLogger(Permits.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Empty whenever a permit is free. */
	private final ClaimedBacklog backlog;

	private final int capacity;

	private int free;

	private int abandoned;

	private final BatchLinger linger;

	/** Whether {@link #awaitRoom()} waits for several permits, not only for one. */
	private boolean lingering;

	private boolean closed;

	/**
	 * Create the permits of a container.
	 * @param capacity the number of permits
	 * @param bounds how many claimed jobs may wait, of which more are claimed once half
	 * have started, and for how many permits a claim waits
	 */
	public Permits(int capacity, ClaimBounds bounds) {
		this.capacity = capacity;
		this.free = capacity;
		this.backlog = new ClaimedBacklog(bounds);
		this.linger = new BatchLinger(bounds);
	}

	/** Return how many jobs may be claimed. Waits without limit while this is zero. */
	public int awaitRoom() {
		return awaitRoom(Duration.ofSeconds(Long.MAX_VALUE));
	}

	/** Return how many jobs may be claimed; zero after the given time or when closed. */
	public int awaitRoom(Duration longest) {
		long nanos = TimeUnit.NANOSECONDS.convert(longest);
		this.lock.lock();
		try {
			if (!this.backlog.isEnabled()) {
				this.lingering = true;
				this.linger.await(this.changed, () -> this.closed ? this.capacity : this.free);
				this.lingering = false;
			}
			while (!this.closed && this.backlog.room(this.free) == 0 && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return this.closed ? 0 : this.backlog.room(this.free);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Create a request for a permit, for a job of about the given size in bytes. */
	public Permit request(long size) {
		return new Permit(size);
	}

	/**
	 * Start a job if a permit is free, else add it to the backlog. A job whose request
	 * was released in the meantime is not started.
	 * @param mayWait whether the job may be added to the backlog
	 * @return whether the job was started or added; {@code false} if closed, or if it
	 * would have to wait and may not, or the backlog is full
	 * @throws RuntimeException if the job was started and failed immediately
	 */
	public boolean submit(Permit request, LaunchableJob job, boolean mayWait) {
		this.lock.lock();
		try {
			if (this.closed || request.released) {
				return !this.closed;
			}
			request.job = job;
			if (this.free == 0) {
				return mayWait && this.backlog.add(request);
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

	/** Release all jobs of the backlog. */
	public void clearBacklog() {
		List<Permit> left;
		this.lock.lock();
		try {
			left = this.backlog.clear();
		}
		finally {
			this.lock.unlock();
		}
		left.forEach((request) -> request.job().stop(StopReason.SHUTDOWN));
	}

	/** Grant no more permits. */
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		clearBacklog();
	}

	/**
	 * Wait until all permits are free.
	 * @return whether all permits are free
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

	public int backlogSize() {
		return locked(this.backlog::size);
	}

	public int abandoned() {
		return locked(() -> this.abandoned);
	}

	private int locked(IntSupplier reading) {
		this.lock.lock();
		try {
			return reading.getAsInt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Free one permit, with the lock held. Return the job that gets it. */
	private @Nullable LaunchableJob release() {
		Permit next = this.backlog.poll();
		if (next != null) {
			next.granted = true;
		}
		else {
			this.free++;
		}
		if (this.backlog.room(this.free) > 0 && (!this.lingering || this.linger.isEnough(this.free))) {
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
			return Objects.requireNonNull(this.job, "The request holds no job");
		}

		/** Release the permit after the attempt and its thread, or instead of a start. */
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
					Permits.this.backlog.remove(this);
				}
				this.released = true;
			}
			finally {
				Permits.this.lock.unlock();
			}
			start(next);
		}

		/** Abandon the permit: only its thread continues. Return whether it is free. */
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
