package io.jobqueue.store.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.JobId;
import io.jobqueue.store.WorkerIdentity;

/**
 * All that the store holds. It is read and changed within a {@link MemoryStep} only.
 */
final class MemoryStore {

	final Map<JobId, MemoryJob> jobs = new HashMap<>();

	final Map<String, MemoryQueue> queues = new TreeMap<>();

	final Map<String, WorkerIdentity> workers = new TreeMap<>();

	final MemoryQueueSignal signal = new MemoryQueueSignal();

	final ReentrantLock lock = new ReentrantLock();

	private final InstantSource clock;

	private long number;

	/** From then on nothing is inserted. */
	volatile boolean closed;

	MemoryStore(InstantSource clock) {
		this.clock = clock;
	}

	/** Take the lock, until the step is closed. */
	MemoryStep begin() {
		this.lock.lock();
		return new MemoryStep(this, this.clock.instant());
	}

	/** A queue, which exists from now on. */
	MemoryQueue queue(String name) {
		return this.queues.computeIfAbsent(name, MemoryQueue::new);
	}

	long nextNumber() {
		return ++this.number;
	}

}
