package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.memory.QueueState.Lease;

import org.jspecify.annotations.Nullable;

/**
 * One atomic step of the store: it holds the lock from {@link MemoryState#begin()} until
 * it is closed, at one moment of the clock. Signals are collected, and delivered once the
 * lock is free.
 */
final class Turn implements AutoCloseable {

	private final MemoryState state;

	private final Instant now;

	private final List<Runnable> signals = new ArrayList<>();

	/** Queues whose next job falls due sooner than their sleepers know. */
	private final Set<QueueState> sooner = new HashSet<>();

	Turn(MemoryState state, Instant now) {
		this.state = state;
		this.now = now;
	}

	MemoryState state() {
		return this.state;
	}

	Instant now() {
		return this.now;
	}

	@Nullable JobEntry job(JobId id) {
		return this.state.jobs.get(id);
	}

	/** A queue that is there already, {@code null} for any other name. */
	@Nullable QueueState known(String name) {
		return this.state.queues.get(name);
	}

	/** A queue, which is there from now on. */
	QueueState queue(String name) {
		return this.state.queues.computeIfAbsent(name, QueueState::new);
	}

	/** Take a job out of its queue, so that its order may be changed. */
	void detach(JobEntry entry) {
		queue(entry.queue).remove(entry);
	}

	/** Put a detached job into a queue. */
	void attach(JobEntry entry, String queue, JobStatus status) {
		queue(queue).add(entry, status, this.state.nextNumber());
	}

	/** Put a detached job behind all that is due at the same time. */
	void attachAtTail(JobEntry entry, String queue, JobStatus status, Instant dueAt) {
		entry.first = false;
		entry.dueAt = dueAt;
		entry.place = this.state.nextNumber();
		boolean earliest = queue(queue).isBeforeAllDue(dueAt);
		attach(entry, queue, status);
		if (earliest && status.isWaiting() && status != JobStatus.QUEUED) {
			this.sooner.add(queue(queue));
		}
	}

	/** End a detached job. */
	void end(JobEntry entry, JobStatus status) {
		entry.first = false;
		entry.endedAt = this.now;
		attach(entry, entry.queue, status);
	}

	int promote(QueueState queue, int limit) {
		int moved = 0;
		while (moved < limit && !queue.due.isEmpty() && !queue.due.first().dueAt.isAfter(this.now)) {
			JobEntry entry = queue.due.first();
			detach(entry);
			attach(entry, queue.name, JobStatus.QUEUED);
			moved++;
		}
		return moved;
	}

	/**
	 * Wake one sleeper if there is a job for it, or one falls due sooner than it knows.
	 * Only one: it wakes the next if it leaves something, so a single job never rouses
	 * all workers.
	 */
	void wakeIfReady(QueueState queue) {
		if (!queue.paused && (!queue.ready.isEmpty() || this.sooner.contains(queue))) {
			wake(queue);
		}
	}

	void wake(QueueState queue) {
		Iterator<String> sleepers = queue.waiting.iterator();
		while (sleepers.hasNext()) {
			String worker = sleepers.next();
			sleepers.remove();
			Lease lease = queue.leases.get(worker);
			if (lease != null && !lease.isOver(this.now)) {
				this.signals.add(() -> this.state.signal.queueReady(worker, queue.name));
				return;
			}
		}
	}

	void signalCancelled(String worker, JobId id) {
		this.signals.add(() -> this.state.signal.jobCancelled(worker, id));
	}

	@Override
	public void close() {
		this.state.end();
		this.signals.forEach(Runnable::run);
	}

}
