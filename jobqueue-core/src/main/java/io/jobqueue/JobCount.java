package io.jobqueue;

/**
 * How many jobs match a query.
 *
 * @param count the number of jobs that were found
 * @param complete whether these are all; {@code false} if the time was up before
 */
public record JobCount(long count, boolean complete) {
}
