package io.jobqueue.store.statistics;

import java.time.Instant;

/**
 * Sums over attempts of one task at a time.
 *
 * @param task the name of the task
 * @param at when, by the clock of the store
 * @param sums the sums
 */
public record TaskSums(String task, Instant at, AttemptSums sums) {
}
