package io.jobqueue.store.flow;

import io.jobqueue.JobId;

/**
 * The place of a job in a flow.
 *
 * @param number its number, from 0
 * @param job the id of the job
 * @param end how the job has ended, {@link FlowEnd#OPEN} before
 */
public record StoredPlace(int number, JobId job, FlowEnd end) {
}
