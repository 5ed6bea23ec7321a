package io.jobqueue.store.notes;

import io.jobqueue.JobId;

/**
 * The attempt that notes something.
 *
 * @param queue the queue from which the job was claimed
 * @param worker the worker that holds it
 * @param id the job
 * @param delivery the delivery of the attempt, which fences its notes
 */
public record Attempt(String queue, String worker, JobId id, int delivery) {
}
