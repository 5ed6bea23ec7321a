package io.jobqueue.store.job;

import io.jobqueue.JobStatus;

/**
 * The jobs of one status in one queue, in an order of their own. A search reads one
 * source after another.
 *
 * @param status the status
 * @param queue the queue
 */
public record JobSource(JobStatus status, String queue) implements Comparable<JobSource> {

	@Override
	public int compareTo(JobSource other) {
		int order = this.status.compareTo(other.status);
		return (order != 0) ? order : this.queue.compareTo(other.queue);
	}

}
