package io.jobqueue.store.memory;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

import io.jobqueue.JobId;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.feed.WorkerIdentity;
import io.jobqueue.store.limit.RateWindow;
import io.jobqueue.store.memory.flow.MemoryFlows;
import io.jobqueue.store.memory.notes.KeptNotes;
import io.jobqueue.store.schedule.StoredSchedule;

/**
 * The data of the store. It is read and changed within a {@link MemoryStep} only.
 */
final class MemoryStore {

	private static final int MOST_RATES = 100_000;

	final Map<JobId, MemoryJob> jobs = new HashMap<>();

	final Map<String, MemoryQueue> queues = new TreeMap<>();

	/** The windows of rate limiters; the least recently used ones are removed. */
	final Map<String, RateWindow> rates = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, RateWindow> eldest) {
			return size() > MOST_RATES;
		}

	};

	final Map<String, WorkerIdentity> workers = new TreeMap<>();

	final NavigableMap<String, StoredSchedule> schedules = new TreeMap<>();

	final MemoryFlows flows;

	final MemoryQueueSignal signal = new MemoryQueueSignal();

	final ReentrantLock lock = new ReentrantLock();

	private final InstantSource clock;

	private long number;

	/** Whether inserts are refused. */
	volatile boolean closed;

	MemoryStore(InstantSource clock) {
		this.clock = clock;
		this.flows = new MemoryFlows(clock);
	}

	/** Acquire the lock until the step is closed. */
	MemoryStep begin() {
		this.lock.lock();
		return new MemoryStep(this, this.clock.instant());
	}

	/** Do something with the notes of a job. */
	<T> T withNotes(JobId id, BiFunction<JobState, KeptNotes, T> work, T missing) {
		try (MemoryStep step = begin()) {
			MemoryJob job = step.store.jobs.get(id);
			return (job != null) ? work.apply(job.state, job.notes) : missing;
		}
	}

	/** Refuse a change that would add jobs to a closed store. */
	void requireOpen() {
		if (this.closed) {
			throw new StoreUnavailableException("The store in memory is closed", null, true);
		}
	}

	/** Return a queue. It is created if it does not exist. */
	MemoryQueue queue(String name) {
		return this.queues.computeIfAbsent(name, MemoryQueue::new);
	}

	long nextNumber() {
		return ++this.number;
	}

}
