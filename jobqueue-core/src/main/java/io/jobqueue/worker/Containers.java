package io.jobqueue.worker;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.SharedContainer;
import io.jobqueue.worker.permit.PermitPool;
import io.jobqueue.worker.permit.PermitTurns;

/**
 * The containers of a worker, one a queue, and the permits that some share. Safe for use
 * by many threads.
 */
final class Containers implements Iterable<JobContainer> {

	private final List<JobContainer> containers = new CopyOnWriteArrayList<>();

	private final Map<SharedContainer, PermitPool> pools = new ConcurrentHashMap<>();

	/**
	 * Create the container of a queue, which is not started and not added. A queue of a
	 * shared container gets the permits of that.
	 */
	JobContainer create(ContainerOptions options, WorkerParts parts) {
		SharedContainer shared = options.shared();
		return new JobContainer(options, parts,
				(shared == null) ? new PermitPool(options.concurrency(), PermitTurns.single())
						: this.pools.computeIfAbsent(shared,
								(container) -> new PermitPool(container.concurrency(), PermitTurns.of(container))));
	}

	void add(JobContainer container) {
		this.containers.add(container);
	}

	void remove(JobContainer container) {
		this.containers.remove(container);
	}

	int size() {
		return this.containers.size();
	}

	/** The container of a queue. */
	Optional<JobContainer> of(String queue) {
		return this.containers.stream().filter((container) -> container.queue().equals(queue)).findFirst();
	}

	<T> List<T> map(Function<JobContainer, T> mapper) {
		return this.containers.stream().map(mapper).toList();
	}

	/** Return whether one of the containers holds a job. */
	boolean haveJobs() {
		return this.containers.stream().anyMatch((container) -> !container.leased().held().all().isEmpty());
	}

	/** Return the stacks of an attempt, empty if it does not run here. */
	String stacks(JobId id, int delivery) {
		return this.containers.stream()
			.map((container) -> container.leased().held().stacks(id, delivery))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("");
	}

	/** Cancel a job, and return whether one of the containers has it. */
	boolean cancel(JobId id) {
		boolean known = false;
		for (JobContainer container : this.containers) {
			known |= container.cancel(id);
		}
		return known;
	}

	/** Wait until no job runs, and return whether that was reached in time. */
	boolean awaitIdle(Duration longest) throws InterruptedException {
		long end = System.nanoTime() + longest.toNanos();
		boolean idle = true;
		for (JobContainer container : this.containers) {
			idle &= container.awaitIdle(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
		}
		return idle;
	}

	@Override
	public Iterator<JobContainer> iterator() {
		return this.containers.iterator();
	}

}
