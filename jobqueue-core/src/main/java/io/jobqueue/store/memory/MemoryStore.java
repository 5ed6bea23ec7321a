package io.jobqueue.store.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import io.jobqueue.JobId;
import io.jobqueue.store.feed.WorkerIdentity;

/**
 * The data of the store. It is read and changed within a {@link MemoryStep} only.
 */
final class MemoryStore {

	final Map<JobId, MemoryJob> jobs = new HashMap<>();

	final Map<String, MemoryQueue> queues = new TreeMap<>();

	final Map<String, WorkerIdentity> workers = new TreeMap<>();

	final MemoryQueueSignal signal = new MemoryQueueSignal();

	final ReentrantLock lock = new ReentrantLock();

	private final InstantSource clock;

	private long number;

	/** Whether inserts are refused. */
	volatile boolean closed;

	MemoryStore(InstantSource clock) {
		this.clock = clock;
	}

	/** Acquire the lock until the step is closed. */
	MemoryStep begin() {
		this.lock.lock();
		return new MemoryStep(this, this.clock.instant());
	}

	/** Return a queue. It is created if it does not exist. */
	MemoryQueue queue(String name) {
		return this.queues.computeIfAbsent(name, MemoryQueue::new);
	}

	long nextNumber() {
		return ++this.number;
	}

}
