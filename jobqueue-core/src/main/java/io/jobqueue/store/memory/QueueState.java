package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.JobStatus;

/**
 * One queue. A job is in exactly one of the sets by status, and besides in {@link #ready}
 * while a worker may take it, in {@link #due} while it waits for its time, or in the
 * lease of the worker that runs it.
 */
final class QueueState {

	final String name;

	final Map<JobStatus, NavigableSet<JobEntry>> byStatus = new EnumMap<>(JobStatus.class);

	final NavigableSet<JobEntry> ready = new TreeSet<>(JobEntry.CLAIM_ORDER);

	final NavigableSet<JobEntry> due = new TreeSet<>(JobEntry.DUE_ORDER);

	final Map<String, Lease> leases = new LinkedHashMap<>();

	/** Workers that found too little and sleep, the longest asleep first. */
	final Set<String> waiting = new LinkedHashSet<>();

	boolean paused;

	QueueState(String name) {
		this.name = name;
		for (JobStatus status : JobStatus.values()) {
			this.byStatus.put(status, new TreeSet<>(Comparator.comparing((JobEntry entry) -> entry.rank)));
		}
	}

	NavigableSet<JobEntry> in(JobStatus status) {
		NavigableSet<JobEntry> jobs = this.byStatus.get(status);
		if (jobs == null) {
			throw new IllegalStateException("Queue '" + this.name + "' keeps no jobs in status " + status);
		}
		return jobs;
	}

	/** Take a job out of all sets. Must be called before its order may change. */
	void remove(JobEntry entry) {
		in(entry.status).remove(entry);
		this.ready.remove(entry);
		this.due.remove(entry);
		Lease lease = (entry.worker != null) ? this.leases.get(entry.worker) : null;
		if (lease != null) {
			lease.running.remove(entry);
		}
		entry.inLine = false;
	}

	/** Put a job that is in no set where its status belongs. */
	void add(JobEntry entry, JobStatus status, long rank) {
		entry.queue = this.name;
		entry.status = status;
		entry.rank = rank;
		in(status).add(entry);
		switch (status) {
			case QUEUED, INTERRUPTED -> {
				if (entry.inLine) {
					leaseOf(entry).running.add(entry);
				}
				else {
					this.ready.add(entry);
				}
			}
			case SCHEDULED, RETRY -> this.due.add(entry);
			case STARTED -> leaseOf(entry).running.add(entry);
			default -> {
			}
		}
	}

	/** Whether nothing that waits for its time is due as early. */
	boolean isBeforeAllDue(Instant dueAt) {
		return this.due.isEmpty() || dueAt.isBefore(this.due.first().dueAt);
	}

	private Lease leaseOf(JobEntry entry) {
		Lease lease = (entry.worker != null) ? this.leases.get(entry.worker) : null;
		if (lease == null) {
			throw new IllegalStateException("No lease on queue '" + this.name + "' for job '" + entry.id() + "'");
		}
		return lease;
	}

	/** A lease with jobs stays: without it nobody would take them back. */
	void leave(String worker) {
		this.waiting.remove(worker);
		this.leases.computeIfPresent(worker, (id, lease) -> lease.running.isEmpty() ? null : lease);
	}

	int running(String worker) {
		Lease lease = this.leases.get(worker);
		return (lease != null) ? lease.running.size() : 0;
	}

	/** Whether it has no job, nobody serves it and nobody paused it. */
	boolean isVacant(Instant now) {
		return !this.paused && this.byStatus.values().stream().allMatch(Set::isEmpty)
				&& this.leases.values().stream().allMatch((lease) -> lease.isOver(now));
	}

	Lease lease(String worker, Instant until) {
		Lease lease = this.leases.computeIfAbsent(worker, (id) -> new Lease(until));
		lease.until = until;
		return lease;
	}

	/** A worker's lease on this queue. */
	static final class Lease {

		final Set<JobEntry> running = new LinkedHashSet<>();

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
