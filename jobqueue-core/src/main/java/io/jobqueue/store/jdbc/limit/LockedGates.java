package io.jobqueue.store.jdbc.limit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.limit.QueueRules;

/**
 * The limits that one transaction has locked, those that it passes over because others
 * keep them locked, and those that are not noted yet. Not for use by several threads.
 */
final class LockedGates {

	private final Gates gates;

	private final String queue;

	private final QueueRules rules;

	private final Set<String> busy;

	private final Set<String> missing = new TreeSet<>();

	private StepClock now;

	private Map<String, Gate> locked = Map.of();

	/**
	 * Lock none yet.
	 * @param busy the keys of those that others keep locked; more are added
	 */
	LockedGates(Gates gates, String queue, QueueRules rules, StepClock now, Set<String> busy) {
		this.gates = gates;
		this.queue = queue;
		this.rules = rules;
		this.now = now;
		this.busy = busy;
	}

	/**
	 * Lock limits by their keys. What starts then starts after a wait for those that
	 * others had locked.
	 */
	void lockKeys(Collection<String> keys) {
		this.locked = this.gates.lockFree(this.queue, keys, this.busy);
		this.locked.values().forEach((gate) -> {
			if (gate.lockedAt > this.now.micros()) {
				this.now = new StepClock(gate.lockedAt);
			}
		});
		this.gates.bound(this.queue, this.locked, this.rules, this.now);
	}

	/** Lock limits by their names. */
	void lock(Collection<String> names) {
		Map<String, String> keys = new HashMap<>();
		names.forEach((name) -> keys.put(LimitKey.of(name), name));
		lockKeys(keys.keySet());
		keys.keySet().removeAll(this.locked.keySet());
		keys.keySet().removeAll(this.busy);
		this.missing.addAll(keys.values());
	}

	/** The time, that of the last lock at the earliest. */
	StepClock now() {
		return this.now;
	}

	/** Those that were locked last, by their keys. */
	Map<String, Gate> all() {
		return this.locked;
	}

	/** Those with room for which jobs wait all the same, by their keys. */
	Map<String, Gate> open() {
		Map<String, Gate> open = new HashMap<>(this.locked);
		open.values().removeIf((gate) -> !gate.isParked() || gate.room(this.now.micros()) == 0);
		return open;
	}

	boolean has(String name) {
		return this.locked.containsKey(LimitKey.of(name));
	}

	Gate gate(String name) {
		return Objects.requireNonNull(this.locked.get(LimitKey.of(name)));
	}

	boolean isBusy(String name) {
		return this.busy.contains(LimitKey.of(name));
	}

	boolean hasBusy() {
		return !this.busy.isEmpty();
	}

	/** The names of those that are not noted yet. */
	Set<String> missing() {
		return this.missing;
	}

}
