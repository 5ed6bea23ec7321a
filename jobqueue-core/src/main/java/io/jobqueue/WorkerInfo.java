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
 * @param draining whether an operator lets it take no more jobs, see
 * {@link JobOperator#drainWorker}
 */
public record WorkerInfo(String id, String host, long pid, Instant startedAt, List<Container> containers,
		boolean draining) {

	public WorkerInfo {
		containers = List.copyOf(containers);
	}

	/** A worker that takes jobs. */
	public WorkerInfo(String id, String host, long pid, Instant startedAt, List<Container> containers) {
		this(id, host, pid, startedAt, containers, false);
	}

	/** The same worker, whether it drains or not. */
	public WorkerInfo withDraining(boolean draining) {
		return new WorkerInfo(this.id, this.host, this.pid, this.startedAt, this.containers, draining);
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
