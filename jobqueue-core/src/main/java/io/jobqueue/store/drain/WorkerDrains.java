package io.jobqueue.store.drain;

import java.time.Duration;
import java.util.Set;

/**
 * An optional part of a store: marks of workers that are to take no more jobs. A mark is
 * no lock, and changes nothing of jobs and leases. Safe for use by many threads. All
 * methods throw {@link io.jobqueue.store.error.StoreUnavailableException} when the store
 * is unavailable. Each may be repeated after a lost reply.
 */
public interface WorkerDrains {

	/**
	 * After which time a mark is deleted that its worker does not look at: the worker has
	 * stopped, and the next one has another id.
	 */
	Duration LIFETIME = Duration.ofHours(1);

	/** How often a worker looks where signals reach it: they can be lost. */
	Duration LOOK = Duration.ofSeconds(30);

	/**
	 * Mark a worker, and signal it.
	 * @param worker its id
	 * @param kept for how long to keep the mark if the worker does not look
	 */
	void drain(String worker, Duration kept);

	/** Delete the mark of a worker, and signal the worker. */
	void resume(String worker);

	/**
	 * Whether a worker is marked. A mark is kept for {@link #LIFETIME} from now on, or
	 * half of it. Only the worker itself looks.
	 */
	boolean look(String worker);

	/** How often a worker looks without a signal. */
	default Duration lookInterval() {
		return LOOK;
	}

	/** The workers that are marked. */
	Set<String> draining();

}
