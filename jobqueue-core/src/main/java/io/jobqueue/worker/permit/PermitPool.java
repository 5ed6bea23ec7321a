package io.jobqueue.worker.permit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.jobqueue.worker.outcome.ClaimBounds;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A number of permits that one or several queues share. Each free permit is assigned to a
 * queue that wants one. It then starts a claimed job of that queue, or is set aside for
 * the next claim of the queue. A queue wants permits before its first claim, while claims
 * find jobs, and while claimed jobs wait. If no queue does, permits stay free for the
 * first that does. So no permit is unused while a queue has jobs, except during a claim.
 * <p>
 * A queue whose claim takes long loses the permits that are set aside for it to queues
 * that wait. If the claim returns jobs later and no permit is free, they are released. So
 * a queue whose claims hang does not hold up others.
 * <p>
 * Thread-safe. The methods that are not public are called with the lock.
 */
public final class PermitPool {

	private static final Logger logger = LoggerFactory.getLogger(PermitPool.class);

	/** The maximum time for which permits are set aside while other queues wait. */
	static final Duration LONGEST_SET_ASIDE = Duration.ofSeconds(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final int capacity;

	private final PermitTurns turns;

	private final LongSupplier nanoTime;

	/** In the order in which they joined. */
	private final List<PermitShare> shares = new ArrayList<>();

	/** The number of permits that are neither held by a job nor set aside. */
	private int free;

	private int running;

	private int abandoned;

	/**
	 * Create a pool without queues.
	 * @param capacity the number of permits
	 * @param turns decides which of several queues gets the next permit
	 */
	public PermitPool(int capacity, PermitTurns turns) {
		this(capacity, turns, System::nanoTime);
	}

	PermitPool(int capacity, PermitTurns turns, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.capacity = capacity;
		this.free = capacity;
		this.turns = turns;
	}

	/**
	 * Add a queue.
	 * @param queue the queue, which no other permits of the pool are for
	 * @param bounds how many claimed jobs may wait, of which more are claimed once half
	 * have started, and for how many permits a claim waits
	 */
	public Permits join(String queue, ClaimBounds bounds) {
		this.lock.lock();
		try {
			PermitShare share = new PermitShare(queue, bounds, this.lock, this.nanoTime);
			this.shares.add(share);
			return new Permits(this, share);
		}
		finally {
			this.lock.unlock();
		}
	}

	ReentrantLock lock() {
		return this.lock;
	}

	/**
	 * Remove a queue. Its jobs may continue.
	 * @return the waiting jobs that get its permits
	 */
	List<LaunchableJob> leave(PermitShare share) {
		this.shares.remove(share);
		List<LaunchableJob> jobs = stop(share, 0);
		this.turns.left(share.queue());
		return jobs;
	}

	/** Return how many permits are held by no job. */
	int notRunning() {
		return this.capacity - this.running;
	}

	/**
	 * Assign free permits to a queue, which begins to wait for room, and to others that
	 * want some.
	 * @return the waiting jobs that get them
	 */
	List<LaunchableJob> want(PermitShare share) {
		share.want();
		if (this.shares.size() > 1) {
			return assignFree();
		}
		takeFree(share, this.capacity);
		return List.of();
	}

	private void takeFree(PermitShare share, int most) {
		int taken = Math.min(most, this.free);
		this.free -= taken;
		share.setAside(taken);
	}

	/** Grant a permit, and return whether there was one. */
	boolean tryGrant(PermitShare share, Permit permit) {
		if (share.setAside() == 0) {
			takeFree(share, 1);
		}
		if (share.setAside() == 0) {
			return false;
		}
		share.grantSetAside(permit);
		this.running++;
		return true;
	}

	/**
	 * Record that a job has released its permit, and assign the permit.
	 * @return the waiting job that gets it
	 */
	@Nullable LaunchableJob ended(PermitShare share) {
		share.ended();
		this.running--;
		this.free++;
		PermitShare next = next();
		return (next != null) ? assign(next) : null;
	}

	/**
	 * Assign permits that are set aside to other queues. The queue gets permits only for
	 * jobs that start now.
	 * @param jobs the number of these jobs
	 * @return the waiting jobs that get the permits
	 */
	List<LaunchableJob> stop(PermitShare share, int jobs) {
		this.free += share.stop(jobs);
		if (jobs == 0) {
			this.turns.stopped(share.queue());
		}
		return assignFree();
	}

	/**
	 * Assign the permits that are set aside for claims that take too long to queues that
	 * wait.
	 * @return the waiting jobs that get them
	 */
	List<LaunchableJob> revokeStale() {
		this.shares.stream().filter(PermitShare::isStale).forEach((share) -> {
			logger.info("A claim of queue '{}' takes more than {}, so its turns go to other queues until the reply",
					share.queue(), LONGEST_SET_ASIDE);
			this.free += share.stop(0);
		});
		return assignFree();
	}

	private List<LaunchableJob> assignFree() {
		List<LaunchableJob> jobs = new ArrayList<>();
		PermitShare next = (this.free > 0) ? next() : null;
		while (next != null) {
			LaunchableJob job = assign(next);
			if (job != null) {
				jobs.add(job);
			}
			next = (this.free > 0) ? next() : null;
		}
		return jobs;
	}

	private @Nullable LaunchableJob assign(PermitShare share) {
		this.free--;
		LaunchableJob job = share.accept();
		this.running += (job != null) ? 1 : 0;
		return job;
	}

	/** Return the queue that gets the next permit, {@code null} if none wants one. */
	private @Nullable PermitShare next() {
		if (this.shares.size() == 1) {
			return this.shares.get(0).isWanting() ? this.shares.get(0) : null;
		}
		List<PermitShare> wanting = new ArrayList<>(this.shares.size());
		List<String> queues = new ArrayList<>(this.shares.size());
		for (PermitShare share : this.shares) {
			if (share.isWanting()) {
				wanting.add(share);
				queues.add(share.queue());
			}
		}
		return queues.isEmpty() ? null : wanting.get(queues.indexOf(this.turns.next(queues)));
	}

	/** Return whether the thread of one more job may continue without its permit. */
	boolean tryAbandon() {
		if (this.abandoned >= this.capacity) {
			return false;
		}
		this.abandoned++;
		return true;
	}

	/** Record that such a thread has ended. */
	void abandonedEnded() {
		this.abandoned--;
	}

}
