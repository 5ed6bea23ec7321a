package io.jobqueue.store.feed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;

/**
 * A renewal of all leases of a worker.
 *
 * @param worker the worker
 * @param lease the duration of the leases from now on
 * @param containers its containers, including those without jobs
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
	 * @param started the jobs that have started since they were claimed without a start
	 */
	public record Container(String queue, int concurrency, Map<JobId, Integer> held, Map<JobId, Double> progress,
			Set<JobId> started) {

		public Container {
			held = Map.copyOf(held);
			progress = Map.copyOf(progress);
			started = Set.copyOf(started);
		}

		/** No waiting job has started. */
		public Container(String queue, int concurrency, Map<JobId, Integer> held, Map<JobId, Double> progress) {
			this(queue, concurrency, held, progress, Set.of());
		}

	}

}
