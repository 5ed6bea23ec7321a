package io.jobqueue.store.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.JobId;
import io.jobqueue.store.WorkerIdentity;

/**
 * All that the store knows, reached by a {@link Turn} only.
 */
final class MemoryState {

	final Map<JobId, JobEntry> jobs = new HashMap<>();

	final Map<String, QueueState> queues = new TreeMap<>();

	final Map<String, WorkerIdentity> workers = new TreeMap<>();

	final MemoryQueueSignal signal = new MemoryQueueSignal();

	private final ReentrantLock lock = new ReentrantLock();

	private final InstantSource clock;

	private long number;

	MemoryState(InstantSource clock) {
		this.clock = clock;
	}

	/** Take the lock, until the turn is closed. */
	Turn begin() {
		this.lock.lock();
		return new Turn(this, this.clock.instant());
	}

	void end() {
		this.lock.unlock();
	}

	long nextNumber() {
		return ++this.number;
	}

}
