package io.jobqueue.worker.permit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.jobqueue.worker.outcome.ClaimBounds;
import io.jobqueue.worker.outcome.StopReason;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The permits of a queue. They limit how many of its jobs run at the same time. It also
 * holds the claimed jobs that wait for a permit. Several queues may share a
 * {@link PermitPool}.
 * <p>
 * A released permit goes to the first waiting job, on the releasing thread. It is
 * released exactly once, however often release is called. An abandoned permit is
 * available to other jobs although its thread continues, as long as fewer such threads
 * run than there are permits. Otherwise it is kept until its thread ends. So there are
 * never more than twice as many threads as permits.
 */
public final class Permits {

	private static final Logger logger = LoggerFactory.getLogger(Permits.class);

	private final PermitPool pool;

	private final PermitShare share;

	private final ReentrantLock lock;

	private int abandoned;

	private boolean closed;

	Permits(PermitPool pool, PermitShare share) {
		this.pool = pool;
		this.share = share;
		this.lock = pool.lock();
	}

	/** Create the permits of a queue that shares them with no other. */
	public static Permits of(int capacity, String queue, ClaimBounds bounds) {
		return new PermitPool(capacity, PermitTurns.single()).join(queue, bounds);
	}

	/**
	 * Return how many jobs may be claimed. Waits without limit while this is zero. If
	 * other queues share the permits, it takes those of claims that hang.
	 */
	public int awaitRoom() {
		int room = 0;
		while (room == 0 && !isClosed() && !Thread.currentThread().isInterrupted()) {
			room = awaitRoom(PermitPool.LONGEST_SET_ASIDE);
			if (room == 0) {
				launchAll(this.pool::revokeStale);
			}
		}
		return room;
	}

	/** Return how many jobs may be claimed; zero after the given time or when closed. */
	public int awaitRoom(Duration longest) {
		long nanos = TimeUnit.NANOSECONDS.convert(longest);
		launchAll(() -> this.closed ? List.of() : this.pool.want(this.share));
		this.lock.lock();
		try {
			if (!this.closed) {
				this.share.linger();
			}
			while (!this.closed && this.share.room() == 0 && nanos > 0) {
				nanos = this.share.awaitChange(nanos);
			}
			return this.closed ? 0 : this.share.room();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
		finally {
			this.share.claim();
			this.lock.unlock();
		}
	}

	/**
	 * Allow other queues to use the permits that are set aside, until this queue waits
	 * for room again.
	 * @param jobs the number of claimed jobs that start now. Until all permits are given
	 * up, they still get permits in their turn
	 */
	public void giveUp(int jobs) {
		launchAll(() -> this.pool.stop(this.share, jobs));
	}

	/** Create a request for a permit, for a job of about the given size in bytes. */
	public Permit request(long size) {
		return new Permit(this, size);
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
			if (this.closed || request.isReleased()) {
				return !this.closed;
			}
			request.request(job);
			if (!this.pool.tryGrant(this.share, request)) {
				return mayWait && this.share.backlog().add(request);
			}
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
			left = this.share.backlog().clear();
		}
		finally {
			this.lock.unlock();
		}
		left.forEach((request) -> request.job().stop(StopReason.SHUTDOWN));
	}

	/** Grant no more permits. */
	public void close() {
		launchAll(() -> {
			this.closed = true;
			return this.pool.leave(this.share);
		});
		clearBacklog();
	}

	/**
	 * Wait until no job of the queue holds a permit.
	 * @return whether no job holds one
	 */
	public boolean awaitAllFree(Duration longest) throws InterruptedException {
		long nanos = TimeUnit.MILLISECONDS.toNanos(longest.toMillis());
		this.lock.lock();
		try {
			while (this.share.active() > 0 && nanos > 0) {
				nanos = this.share.awaitIdle(nanos);
			}
			return this.share.active() == 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Return how many claimed jobs can start now. */
	public int startable() {
		return locked(this.share::setAside);
	}

	/** Return how many jobs of the queue hold a permit. */
	public int active() {
		return locked(this.share::active);
	}

	/** Return whether a permit is held by no job, of this or another queue. */
	public boolean isAnyFree() {
		return locked(this.pool::notRunning) > 0;
	}

	public int backlogSize() {
		return locked(this.share.backlog()::size);
	}

	public int abandoned() {
		return locked(() -> this.abandoned);
	}

	private boolean isClosed() {
		return locked(() -> this.closed ? 1 : 0) == 1;
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

	/** Change the permits, and start the job that gets a permit thereby. */
	void launch(Supplier<@Nullable LaunchableJob> change) {
		LaunchableJob next;
		this.lock.lock();
		try {
			next = change.get();
		}
		finally {
			this.lock.unlock();
		}
		if (next != null) {
			start(next);
		}
	}

	private void launchAll(Supplier<List<LaunchableJob>> change) {
		List<LaunchableJob> next;
		this.lock.lock();
		try {
			next = change.get();
		}
		finally {
			this.lock.unlock();
		}
		next.forEach(Permits::start);
	}

	private static void start(LaunchableJob next) {
		try {
			next.start();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A claimed job could not be started and is released", ex);
			next.stop(StopReason.SHUTDOWN);
		}
	}

	/** Record that a job holds its permit no longer. Return the job that gets it. */
	@Nullable LaunchableJob ended() {
		return this.pool.ended(this.share);
	}

	void removeFromBacklog(Permit request) {
		this.share.backlog().remove(request);
	}

	/** Return whether the thread of a job may continue without a permit. */
	boolean tryAbandon() {
		boolean granted = this.pool.tryAbandon();
		this.abandoned += granted ? 1 : 0;
		return granted;
	}

	/** Record that such a thread has ended. */
	void abandonedEnded() {
		this.abandoned--;
		this.pool.abandonedEnded();
	}

}
