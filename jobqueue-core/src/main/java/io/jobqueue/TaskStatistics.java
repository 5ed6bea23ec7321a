package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The statistics of one task in one queue. A worker keeps 1,000 tasks and queues apart at
 * the same time, and counts further ones as the task {@code other}. Attempts of which it
 * does not know the task count as {@code unknown}, such as those that were lost with
 * their worker.
 *
 * @param queue the queue, {@code null} for all of them, see
 * {@link StatisticsQuery#acrossQueues()}
 * @param task the name of the task
 * @param statistics its sums; the period has at most 72 points
 */
public record TaskStatistics(@Nullable String queue, String task, JobStatistics statistics) {
}
