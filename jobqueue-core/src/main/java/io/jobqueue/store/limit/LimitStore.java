package io.jobqueue.store.limit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.store.error.StoreUnavailableException;

/**
 * The part of a store that applies limits to claims: bounds of {@link QueueRules}, fair
 * order, and {@link io.jobqueue.store.job.JobTraits#limits()}. Implementations are
 * thread-safe. All methods throw {@link StoreUnavailableException} when the store is
 * unavailable.
 */
public interface LimitStore {

	/** The greatest number of limits that {@link #uses} returns if none is named. */
	int MOST_USES = 1000;

	/** The greatest number of limits of a job. */
	int MOST_LIMITS = 4;

	/**
	 * Let no job of a limit start for a time. A later end of an earlier call stays.
	 * @param queue the queue
	 * @param name the limit, or a class of limits, or the empty name for the queue
	 * @param time how long, by the clock of the store
	 */
	void holdBack(String queue, String name, Duration time);

	/**
	 * The use of limits.
	 * @param queue the queue
	 * @param names the limits; if empty, those that have a running job, at most
	 * {@link #MOST_USES}
	 */
	List<LimitUse> uses(String queue, Collection<String> names);

	/**
	 * How many jobs wait for each limit, as claims have found it. Each job counts for one
	 * limit that had no room. A limit of the queue as a whole holds all its jobs back, so
	 * it is left out. Cheap with any number of jobs: at least {@link #MOST_USES} jobs are
	 * counted.
	 * @param queue the queue
	 * @return the numbers by limit, without those that hold no job back
	 */
	Map<String, Long> held(String queue);

	/** The limits that a job is under, empty for none or an unknown job. */
	List<String> limitsOf(String queue, JobId id);

}
