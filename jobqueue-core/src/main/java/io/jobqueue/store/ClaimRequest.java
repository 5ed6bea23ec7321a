package io.jobqueue.store;

import java.time.Duration;

/**
 * A worker's wish for jobs.
 *
 * @param queue the queue
 * @param worker the id of the worker
 * @param limit how many jobs it takes, at least 1
 * @param startable how many of them it starts at once, from 0 to {@code limit}. Those
 * beyond are in line: the worker holds them, but to everybody who looks they are QUEUED
 * and have not started, until a renewal says that they have or their outcome is stored
 * @param lease how long its lease on this queue runs from now on
 */
public record ClaimRequest(String queue, String worker, int limit, int startable, Duration lease) {

	/** All of them start at once. */
	public ClaimRequest(String queue, String worker, int limit, Duration lease) {
		this(queue, worker, limit, limit, lease);
	}

}
