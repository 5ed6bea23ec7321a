package io.jobqueue.store.memory.drain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.jobqueue.store.drain.WorkerDrains;

/** The marks of workers, with the time until which each is kept. */
public final class MemoryDrains implements WorkerDrains {

	private final InstantSource clock;

	private final Consumer<String> signal;

	private final Map<String, Instant> marks = new HashMap<>();

	/**
	 * Create an instance without marks.
	 * @param signal called with the worker whose mark was changed
	 */
	public MemoryDrains(InstantSource clock, Consumer<String> signal) {
		this.clock = clock;
		this.signal = signal;
	}

	@Override
	public void drain(String worker, Duration kept) {
		synchronized (this) {
			prune();
			this.marks.put(worker, this.clock.instant().plus(kept));
		}
		this.signal.accept(worker);
	}

	@Override
	public void resume(String worker) {
		synchronized (this) {
			this.marks.remove(worker);
		}
		this.signal.accept(worker);
	}

	@Override
	public synchronized boolean look(String worker) {
		prune();
		return this.marks.computeIfPresent(worker, (id, until) -> this.clock.instant().plus(LIFETIME)) != null;
	}

	@Override
	public synchronized Set<String> draining() {
		prune();
		return Set.copyOf(this.marks.keySet());
	}

	private void prune() {
		Instant now = this.clock.instant();
		this.marks.values().removeIf((until) -> !until.isAfter(now));
	}

}
