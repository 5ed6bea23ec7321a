package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * One queue. A job is in exactly one of the sets by status, and also in the set of its
 * place: {@link #ready}, {@link #delayed} or the lease of the worker that holds it.
 */
final class MemoryQueue {

	private static final Set<JobStatus> WAITING = EnumSet.of(JobStatus.QUEUED, JobStatus.SCHEDULED, JobStatus.RETRY,
			JobStatus.INTERRUPTED);

	final String name;

	final Map<JobStatus, NavigableSet<MemoryJob>> byStatus = new EnumMap<>(JobStatus.class);

	final NavigableSet<MemoryJob> ready = new TreeSet<>(MemoryJob.CLAIM_ORDER);

	final NavigableSet<MemoryJob> delayed = new TreeSet<>(MemoryJob.DUE_ORDER);

	final Map<String, Lease> leases = new LinkedHashMap<>();

	/**
	 * Idle workers that wait for a signal, in the order in which they began to wait.
	 */
	final Set<String> waiting = new LinkedHashSet<>();

	/** The owners of unique keys; a key that has run out is free. */
	final Map<String, MemoryUniqueKeys.Owner> keys = new HashMap<>();

	boolean paused;

	QueueRules rules = QueueRules.NONE;

	final MemoryGate gate = new MemoryGate(this);

	MemoryQueue(String name) {
		this.name = name;
		for (JobStatus status : JobStatus.values()) {
			this.byStatus.put(status, new TreeSet<>(MemoryJob.CHANGE_ORDER));
		}
	}

	NavigableSet<MemoryJob> in(JobStatus status) {
		return Objects.requireNonNull(this.byStatus.get(status));
	}

	/** Remove a job. Must be called before its state changes. */
	void remove(MemoryJob job) {
		in(job.state.status()).remove(job);
		place(job).remove(job);
	}

	void add(MemoryJob job) {
		if (!job.traits.limits().isEmpty()) {
			this.gate.limited();
		}
		in(job.state.status()).add(job);
		place(job).add(job);
	}

	private Set<MemoryJob> place(MemoryJob job) {
		return switch (job.state.place()) {
			case READY -> this.ready;
			case DELAYED -> this.delayed;
			case HELD -> leaseOf(job).running;
			case ENDED -> in(job.state.status());
		};
	}

	/** Return whether a claim would return a job now. */
	boolean isReady(Instant now) {
		return this.gate.next(now) != null;
	}

	/** Return whether as many jobs wait as the rules allow. */
	boolean isFull() {
		Integer maxSize = this.rules.maxSize();
		return maxSize != null && WAITING.stream().mapToInt((status) -> in(status).size()).sum() >= maxSize;
	}

	/** Return the version of the rules, as a claim of a limited queue returns it. */
	long rulesVersion() {
		return (this.rules.version() > 0) ? this.rules.version() : ClaimResult.NO_RULES;
	}

	private Lease leaseOf(MemoryJob job) {
		Lease lease = (job.state.hold() != null) ? this.leases.get(job.state.hold().worker()) : null;
		if (lease == null) {
			throw new IllegalStateException("No lease on queue '" + this.name + "' for job '" + job.state.id() + "'");
		}
		return lease;
	}

	/** Return the owner of a unique key, {@code null} if the key is free. */
	@Nullable JobId ownerOf(String key, Instant now) {
		MemoryUniqueKeys.Owner owner = this.keys.get(key);
		return (owner != null && !owner.isOver(now)) ? owner.id() : null;
	}

	/** Return whether a worker has a lease that runs. */
	boolean isServedBy(String worker, Instant now) {
		Lease lease = this.leases.get(worker);
		return lease != null && !lease.isOver(now);
	}

	/** Create or renew the lease of a worker. */
	Lease lease(String worker, Instant until) {
		Lease lease = this.leases.computeIfAbsent(worker, (id) -> new Lease(until));
		lease.until = until;
		return lease;
	}

	/**
	 * Remove a lease without jobs. One with jobs stays, because they must be reclaimed.
	 */
	void leave(String worker) {
		this.waiting.remove(worker);
		this.leases.computeIfPresent(worker, (id, lease) -> lease.running.isEmpty() ? null : lease);
	}

	/**
	 * Return whether the queue has no job, no key, no worker, no rules and is not paused.
	 */
	boolean isVacant(Instant now) {
		this.keys.values().removeIf((owner) -> owner.isOver(now));
		return !this.paused && this.rules.version() == 0 && this.keys.isEmpty()
				&& this.byStatus.values().stream().allMatch(Set::isEmpty)
				&& this.leases.values().stream().allMatch((lease) -> lease.isOver(now));
	}

	/** The lease of a worker on this queue. */
	static final class Lease {

		final Set<MemoryJob> running = new LinkedHashSet<>();

		Instant until;

		int concurrency;

		Lease(Instant until) {
			this.until = until;
		}

		boolean isOver(Instant now) {
			return !this.until.isAfter(now);
		}

	}

}
