package io.jobqueue.store;

import java.time.Duration;

/**
 * A worker's wish for jobs.
 *
 * @param queue the queue
 * @param worker the id of the worker
 * @param limit how many jobs it can start now, at least 1
 * @param lease how long its lease on this queue runs from now on
 */
public record ClaimRequest(String queue, String worker, int limit, Duration lease) {
}
