package io.jobqueue.store.stack;

import io.jobqueue.JobId;

/**
 * A request for the stacks of an attempt.
 *
 * @param token distinguishes it from all other requests; without control characters
 * @param id the job
 * @param delivery the delivery of the attempt
 */
public record StackRequest(String token, JobId id, int delivery) {
}
