package io.jobqueue.store.feed;

import java.time.Duration;

/**
 * A request of a worker for jobs.
 *
 * @param queue the queue
 * @param worker the id of the worker
 * @param limit the maximum number of jobs, at least 1
 * @param startable how many of them start immediately, from 0 to {@code limit}. The
 * worker holds the others without starting them. Readers see them as QUEUED, until a
 * renewal reports that they have started, or their outcome is stored
 * @param lease the duration of its lease on this queue from now on
 */
public record ClaimRequest(String queue, String worker, int limit, int startable, Duration lease) {

	/** All jobs start immediately. */
	public ClaimRequest(String queue, String worker, int limit, Duration lease) {
		this(queue, worker, limit, limit, lease);
	}

}
