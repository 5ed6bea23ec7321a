package io.jobqueue.management.drain;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.OperatorEvent;
import io.jobqueue.UnknownWorkerException;
import io.jobqueue.WorkerInfo;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.store.drain.WorkerDrains;

/**
 * Shows and changes which workers take no more jobs.
 *
 * @param store the store
 * @param events receives what is changed
 */
public record WorkerDraining(StoreBackend store, JobEvents events) {

	/** The live workers, and which of them drain. */
	public List<WorkerInfo> workers() {
		List<WorkerInfo> workers = this.store.queries().workers();
		Set<String> draining = workers.isEmpty() ? Set.of() : draining();
		return draining.isEmpty() ? workers
				: workers.stream().map((worker) -> worker.withDraining(draining.contains(worker.id()))).toList();
	}

	private Set<String> draining() {
		try {
			return this.store.part(WorkerDrains.class).draining();
		}
		catch (UnsupportedStorePartException ex) {
			// A store of the application need not have drains.
			return Set.of();
		}
	}

	/**
	 * Drain or resume a worker.
	 * @return whether that changed it
	 * @throws UnknownWorkerException if it is not alive
	 */
	public boolean change(String worker, boolean drains) {
		Objects.requireNonNull(worker, "The id of a worker must not be null");
		WorkerDrains part = this.store.part(WorkerDrains.class);
		if (this.store.queries().workers().stream().noneMatch((live) -> live.id().equals(worker))) {
			throw new UnknownWorkerException(("There is no live worker '%s': it has stopped, or never was. "
					+ "JobExplorer.workers() lists those that live; each start of a process has a new id")
				.formatted(worker));
		}
		boolean changes = part.draining().contains(worker) != drains;
		// Also if nothing changes: an earlier signal may have been lost.
		if (drains) {
			part.drain(worker, WorkerDrains.LIFETIME);
		}
		else {
			part.resume(worker);
		}
		if (changes) {
			this.events.publish(new OperatorEvent.WorkerDrained(worker, drains));
		}
		return changes;
	}

}
