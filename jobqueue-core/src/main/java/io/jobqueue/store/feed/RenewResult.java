package io.jobqueue.store.feed;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;

/**
 * The result of a renewal.
 *
 * @param lost jobs of the request that the worker no longer holds: reclaimed, cancelled
 * or deleted
 * @param unaccounted jobs that the store holds for this worker and the request does not
 * name: their claim was not received, or is under way. The worker releases those that it
 * still does not know at the next renewal
 * @param failed the queues whose lease was not renewed, each with the cause; nothing is
 * known about their jobs
 */
public record RenewResult(Set<JobId> lost, List<Held> unaccounted, Map<String, JobQueueException> failed) {

	public RenewResult {
		lost = Set.copyOf(lost);
		unaccounted = List.copyOf(unaccounted);
		failed = Map.copyOf(failed);
	}

	/** All leases were renewed. */
	public RenewResult(Set<JobId> lost, List<Held> unaccounted) {
		this(lost, unaccounted, Map.of());
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
