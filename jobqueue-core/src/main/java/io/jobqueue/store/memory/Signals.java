package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.StepHooks;
import io.jobqueue.lifecycle.Transition;

/**
 * Signals queues that may have work, and cancelled jobs, to workers. The signals are sent
 * after the lock is released.
 */
final class Signals implements StepHooks {

	private final MemoryStore store;

	private final Instant now;

	private final Set<MemoryQueue> filled = new LinkedHashSet<>();

	/** Queues whose next job is due sooner than their idle workers expect. */
	private final Set<MemoryQueue> sooner = new LinkedHashSet<>();

	private final List<Runnable> signals = new ArrayList<>();

	Signals(MemoryStore store, Instant now) {
		this.store = store;
		this.now = now;
	}

	@Override
	public void enter(JobState job) {
		MemoryQueue queue = this.store.queue(job.queue());
		this.filled.add(queue);
		if (!queue.delayed.isEmpty() && queue.delayed.first().state == job) {
			this.sooner.add(queue);
		}
	}

	@Override
	public void stopped(Transition transition) {
		MemoryQueue queue = this.store.queue(transition.before().queue());
		if (queue.gate.isActive()) {
			// Another job may start in its place.
			this.filled.add(queue);
		}
		JobState.Hold hold = transition.before().hold();
		JobState after = transition.after();
		if (hold != null && after != null && after.status() == JobStatus.CANCELLED) {
			this.signals.add(() -> this.store.signal.jobCancelled(hold.worker(), after.id()));
		}
	}

	/** Record that the queue may have jobs that are ready. */
	void mayBeReady(MemoryQueue queue) {
		this.filled.add(queue);
	}

	/**
	 * Wake one worker of each queue with work. A worker that leaves jobs wakes the next
	 * one, so a single job never wakes all workers.
	 */
	@Override
	public void settle() {
		for (MemoryQueue queue : this.filled) {
			if (!queue.paused
					&& (queue.isReady(this.now) || this.sooner.contains(queue) || queue.gate.isUnexpected(this.now))) {
				wake(queue);
			}
		}
	}

	void wake(MemoryQueue queue) {
		Iterator<String> idle = queue.waiting.iterator();
		while (idle.hasNext()) {
			String worker = idle.next();
			idle.remove();
			if (queue.isServedBy(worker, this.now)) {
				signal(worker, queue);
				return;
			}
		}
	}

	void signal(String worker, MemoryQueue queue) {
		this.signals.add(() -> this.store.signal.queueReady(worker, queue.name));
	}

	void send() {
		this.signals.forEach(Runnable::run);
	}

}
