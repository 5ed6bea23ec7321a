package io.jobqueue;

import java.time.Instant;
import java.util.List;

/**
 * A worker that is alive: its lease has not run out.
 *
 * @param id its id
 * @param host the host it runs on
 * @param pid its process id
 * @param startedAt when it started, by its own clock
 * @param containers its containers
 */
public record WorkerInfo(String id, String host, long pid, Instant startedAt, List<Container> containers) {

	public WorkerInfo {
		containers = List.copyOf(containers);
	}

	/**
	 * A container: the part of a worker that serves a queue.
	 *
	 * @param queue the queue it serves
	 * @param concurrency how many jobs it runs at once at most
	 * @param leaseUntil when its lease runs out unless renewed, by the store's clock
	 * @param running the jobs it runs
	 */
	public record Container(String queue, int concurrency, Instant leaseUntil, List<JobId> running) {

		public Container {
			running = List.copyOf(running);
		}

	}

}
