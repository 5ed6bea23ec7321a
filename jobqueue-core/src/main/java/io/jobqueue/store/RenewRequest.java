package io.jobqueue.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;

/**
 * A worker's renewal of all its leases.
 *
 * @param worker who it is
 * @param lease how long the leases run from now on
 * @param containers its containers, also those that run no job
 */
public record RenewRequest(WorkerIdentity worker, Duration lease, List<Container> containers) {

	public RenewRequest {
		containers = List.copyOf(containers);
	}

	/**
	 * One container of the worker.
	 *
	 * @param queue the queue it serves
	 * @param concurrency how many jobs it runs at once at most
	 * @param held the jobs that it runs, with their delivery
	 * @param progress new progress of some of them, from 0.0 to 1.0
	 * @param started those of them that were claimed to be in line and have started
	 */
	public record Container(String queue, int concurrency, Map<JobId, Integer> held, Map<JobId, Double> progress,
			Set<JobId> started) {

		public Container {
			held = Map.copyOf(held);
			progress = Map.copyOf(progress);
			started = Set.copyOf(started);
		}

		/** None that was in line has started. */
		public Container(String queue, int concurrency, Map<JobId, Integer> held, Map<JobId, Double> progress) {
			this(queue, concurrency, held, progress, Set.of());
		}

	}

}
