package io.jobqueue.worker.permit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

import io.jobqueue.worker.outcome.ClaimBounds;

import org.jspecify.annotations.Nullable;

/**
 * The part of a pool that a queue uses at present: permits that its jobs hold, and
 * permits that are set aside for its claims. Guarded by the lock of the pool.
 */
final class PermitShare {

	private final String queue;

	private final Condition changed;

	private final Condition idle;

	/** Empty whenever a permit is set aside. */
	private final ClaimedBacklog backlog;

	private final BatchLinger linger;

	private final LongSupplier nanoTime;

	private int setAside;

	private int active;

	/**
	 * How many permits may be set aside, because the queue may have jobs for them. They
	 * are unlimited before the first claim: an urgent queue must not come after a later
	 * one whose thread starts first.
	 */
	private int wanted = Integer.MAX_VALUE;

	/** Whether the poll loop waits for room. If not, it claims. */
	private boolean waiting;

	/** Whether it waits for several permits, not only for one. */
	private boolean lingering;

	private long claimingSince;

	/**
	 * Create a share without permits.
	 * @param lock the lock of the pool
	 */
	PermitShare(String queue, ClaimBounds bounds, Lock lock, LongSupplier nanoTime) {
		this.queue = queue;
		this.changed = lock.newCondition();
		this.idle = lock.newCondition();
		this.nanoTime = nanoTime;
		this.claimingSince = nanoTime.getAsLong();
		this.backlog = new ClaimedBacklog(bounds);
		this.linger = new BatchLinger(bounds);
	}

	String queue() {
		return this.queue;
	}

	ClaimedBacklog backlog() {
		return this.backlog;
	}

	int setAside() {
		return this.setAside;
	}

	int active() {
		return this.active;
	}

	/** Return how many jobs may be claimed. */
	int room() {
		return this.backlog.room(this.setAside);
	}

	/** Begin to wait for room. */
	void want() {
		this.wanted = Integer.MAX_VALUE;
		this.waiting = true;
	}

	/** Wait briefly for as many permits as the last claim used. */
	void linger() {
		if (!this.backlog.isEnabled()) {
			this.lingering = true;
			this.linger.await(this.changed, () -> (this.wanted > 0) ? this.setAside : Integer.MAX_VALUE);
			this.lingering = false;
		}
	}

	/**
	 * Wait until there may be room, for at most the given time in ns. Return the rest.
	 */
	long awaitChange(long nanos) throws InterruptedException {
		return this.changed.awaitNanos(nanos);
	}

	/**
	 * Wait until no job may hold a permit, for at most the given time in ns. Return the
	 * rest.
	 */
	long awaitIdle(long nanos) throws InterruptedException {
		return this.idle.awaitNanos(nanos);
	}

	/** Stop to wait for room. */
	void claim() {
		this.waiting = false;
		this.claimingSince = this.nanoTime.getAsLong();
	}

	/**
	 * Want permits only for jobs that start now.
	 * @param jobs the number of these jobs
	 * @return how many permits are not kept
	 */
	int stop(int jobs) {
		this.wanted = Math.min(this.wanted, jobs);
		this.changed.signalAll();
		int left = Math.max(0, this.setAside - jobs);
		this.setAside -= left;
		return left;
	}

	/** Return whether the queue wants permits, and its claim takes too long. */
	boolean isStale() {
		return this.wanted > 0 && !this.waiting
				&& this.nanoTime.getAsLong() - this.claimingSince > PermitPool.LONGEST_SET_ASIDE.toNanos();
	}

	/** Return whether the queue has jobs for permits, or may have some. */
	boolean isWanting() {
		return this.setAside < this.wanted || this.backlog.size() > 0;
	}

	/** Set permits aside for the next claim, or for jobs of the current one. */
	void setAside(int count) {
		this.setAside += count;
	}

	/** Grant a permit that is set aside. */
	void grantSetAside(Permit permit) {
		this.setAside--;
		this.wanted -= (this.wanted < Integer.MAX_VALUE) ? 1 : 0;
		grant(permit);
	}

	private void grant(Permit permit) {
		permit.grant();
		this.active++;
	}

	/**
	 * Accept a permit for a waiting job, else for the next claim.
	 * @return the job that has got it, {@code null} if it is set aside
	 */
	@Nullable LaunchableJob accept() {
		Permit next = this.backlog.poll();
		if (next == null) {
			this.setAside++;
		}
		else {
			grant(next);
		}
		if (room() > 0 && (!this.lingering || this.linger.isEnough(this.setAside))) {
			this.changed.signalAll();
		}
		return (next != null) ? next.job() : null;
	}

	/** Record that a job holds its permit no longer. */
	void ended() {
		if (--this.active == 0) {
			this.idle.signalAll();
		}
	}

}
