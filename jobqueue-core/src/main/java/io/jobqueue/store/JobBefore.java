package io.jobqueue.store;

import io.jobqueue.JobStatus;

/**
 * A job as it was before an operation.
 *
 * @param status its status
 * @param queue the queue it was in, and still is unless it was deleted
 */
public record JobBefore(JobStatus status, String queue) {
}
