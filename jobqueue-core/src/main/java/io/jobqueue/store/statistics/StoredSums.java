package io.jobqueue.store.statistics;

import java.time.Instant;

/**
 * Sums over attempts of one task in one period of a {@link Resolution}.
 *
 * @param queue the queue
 * @param task the name of the task
 * @param begin the begin of the period
 * @param sums the sums
 */
public record StoredSums(String queue, String task, Instant begin, AttemptSums sums) {
}
