package io.jobqueue.store.walk;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the oracle knows of a queue beside its jobs.
 */
final class OracleQueue {

	final String name;

	/** By worker. */
	final Map<String, Lease> leases = new TreeMap<>();

	boolean paused;

	OracleQueue(String name) {
		this.name = name;
	}

	/** Begin or renew the lease of a worker, by a claim. */
	Lease lease(String worker, Instant until, Instant now) {
		Lease lease = this.leases.computeIfAbsent(worker, (id) -> new Lease());
		lease.announced &= !lease.isOver(now);
		lease.until = until;
		return lease;
	}

	/** Whether nothing is left of it but workers and holds. */
	boolean isVacant(Oracle oracle) {
		return !this.paused && oracle.jobs((job) -> job.state.queue().equals(this.name)).isEmpty()
				&& oracle.limits.rules(this.name).version() == 0 && !oracle.keys.isUsed(this.name)
				&& !oracle.schedules.has(this.name);
	}

	/** Whether nothing is left of it. */
	boolean isUnused(Oracle oracle) {
		return isVacant(oracle) && this.leases.isEmpty() && !oracle.limits.hasHolds(this.name);
	}

	static final class Lease {

		Instant until = Instant.EPOCH;

		int concurrency;

		/**
		 * Whether the worker has renewed it, and it has not run out since. If not, a
		 * store may know nothing of the worker but its jobs.
		 */
		boolean announced;

		boolean isOver(Instant now) {
			return !this.until.isAfter(now);
		}

	}

}
