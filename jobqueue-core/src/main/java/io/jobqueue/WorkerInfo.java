package io.jobqueue;

import java.time.Instant;
import java.util.List;

/**
 * A live worker: one whose lease has not expired.
 *
 * @param id the id
 * @param host the name of the host
 * @param pid the process id
 * @param startedAt when it started, by its own clock
 * @param containers its containers
 */
public record WorkerInfo(String id, String host, long pid, Instant startedAt, List<Container> containers) {

	public WorkerInfo {
		containers = List.copyOf(containers);
	}

	/**
	 * The part of a worker that serves one queue.
	 *
	 * @param queue the queue
	 * @param concurrency how many jobs may run at the same time
	 * @param leaseUntil when the lease expires unless it is renewed, by the clock of the
	 * store
	 * @param running the jobs that run
	 */
	public record Container(String queue, int concurrency, Instant leaseUntil, List<JobId> running) {

		public Container {
			running = List.copyOf(running);
		}

	}

}
