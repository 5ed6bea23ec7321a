package io.jobqueue.store.feed;

import java.time.Duration;
import java.util.List;
import java.util.Map;

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
	 * @param attempts the jobs that it holds, each with a report of its attempt
	 */
	public record Container(String queue, int concurrency, Map<JobId, AttemptReport> attempts) {

		public Container {
			attempts = Map.copyOf(attempts);
		}

	}

}
