package io.jobqueue.store.memory;

import java.time.Instant;
import java.util.List;

import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.DueEvent;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.LifecycleEvent;
import io.jobqueue.lifecycle.StepHooks;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.flow.FlowEnd;
import io.jobqueue.store.job.FlowTrait;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * One atomic step of the store. It holds the lock from {@link MemoryStore#begin()} until
 * it is closed, and has one time of the clock. It makes all transitions and calls the
 * hooks.
 */
final class MemoryStep implements AutoCloseable {

	final MemoryStore store;

	final Instant now;

	final Signals signals;

	final MemoryUniqueKeys keys = new MemoryUniqueKeys(this);

	private final List<StepHooks> hooks;

	MemoryStep(MemoryStore store, Instant now) {
		this.store = store;
		this.now = now;
		this.signals = new Signals(store, now);
		this.hooks = List.of(this.signals, this.keys);
	}

	void insert(NewJob data) {
		MemoryJob job = new MemoryJob(data, this.now, this.store.nextNumber());
		this.store.jobs.put(data.id(), job);
		this.store.queue(data.queue()).add(job);
		this.hooks.forEach((hook) -> hook.enter(job.state));
	}

	Decision apply(LifecycleEvent event, MemoryJob job) {
		Decision decision = event.decide(job.state, this.now);
		if (decision instanceof Transition transition) {
			apply(transition, job);
		}
		return decision;
	}

	private void apply(Transition transition, MemoryJob job) {
		this.store.queue(job.state.queue()).remove(job);
		JobState after = transition.after();
		if (after != null) {
			job.become(after, transition, this.store.nextNumber());
			this.store.queue(after.queue()).add(job);
		}
		this.hooks.forEach(transition::call);
		if (transition.hooks().contains(Transition.Hook.ENDED)) {
			ended(transition, job);
		}
		if (after == null) {
			this.store.jobs.remove(job.state.id());
		}
	}

	/** Leave a notice for the flow of a job. */
	private void ended(Transition transition, MemoryJob job) {
		FlowTrait flow = job.traits.flow();
		if (flow != null) {
			JobState after = transition.after();
			this.store.flows.ended(transition.before().queue(), flow.place(),
					(after != null) ? FlowEnd.of(after.status()) : FlowEnd.MISSING);
		}
	}

	/** Put off a waiting job, unless the time has come. */
	void putOff(MemoryJob job, Instant due) {
		if (due.isAfter(this.now)) {
			MemoryQueue queue = this.store.queue(job.state.queue());
			queue.remove(job);
			job.state = job.state.putOff(due);
			queue.add(job);
			this.hooks.forEach((hook) -> hook.enter(job.state));
		}
	}

	/** Set the limits that a job is under, {@code null} for no change. */
	void limit(MemoryJob job, @Nullable List<String> limits) {
		if (limits != null) {
			job.traits = job.traits.withLimits(limits);
		}
	}

	int promote(MemoryQueue queue, int limit) {
		int promoted = 0;
		while (promoted < limit && !queue.delayed.isEmpty() && !queue.delayed.first().state.dueAt().isAfter(this.now)) {
			apply(new DueEvent(), queue.delayed.first());
			promoted++;
		}
		return promoted;
	}

	@Override
	public void close() {
		try {
			this.hooks.forEach(StepHooks::settle);
		}
		finally {
			this.store.lock.unlock();
		}
		this.signals.send();
	}

}
