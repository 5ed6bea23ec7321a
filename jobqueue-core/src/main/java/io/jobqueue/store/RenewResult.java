package io.jobqueue.store;

import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;

/**
 * What the store says to a renewal.
 *
 * @param lost jobs of the request that are not this worker's any more: taken back,
 * cancelled or deleted
 * @param unaccounted jobs that the store holds for this worker and the request does not
 * name: claimed but never heard of, or on their way. The worker gives those back that it
 * still does not know at the next renewal
 */
public record RenewResult(Set<JobId> lost, List<Held> unaccounted) {

	public RenewResult {
		lost = Set.copyOf(lost);
		unaccounted = List.copyOf(unaccounted);
	}

	/**
	 * A job that the store holds for a worker.
	 *
	 * @param id the job
	 * @param queue the queue
	 * @param delivery the delivery it was claimed with
	 */
	public record Held(JobId id, String queue, int delivery) {
	}

}
