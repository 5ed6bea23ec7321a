package io.jobqueue.store.jdbc.limit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;

import org.jspecify.annotations.Nullable;

/**
 * Chooses, of jobs in their order, those that start and those that wait for a limit. Not
 * for use by several threads.
 */
final class LimitChoice {

	private final Map<String, Gate> gates;

	private final @Nullable Gate all;

	private final long version;

	private final long micros;

	private final List<ReadyJob> starting = new ArrayList<>();

	private final Map<Gate, List<QueueEntry>> waiting = new LinkedHashMap<>();

	private boolean queueFull;

	private boolean left;

	/**
	 * Make one.
	 * @param gates the limits of all jobs by their keys, locked
	 * @param all that of the queue as a whole, {@code null} for none
	 * @param version the version of the rules
	 * @param now the time
	 */
	LimitChoice(Map<String, Gate> gates, @Nullable Gate all, long version, StepClock now) {
		this.gates = gates;
		this.all = all;
		this.version = version;
		this.micros = now.micros();
	}

	void choose(List<ReadyJob> jobs, int most, boolean alone) {
		for (ReadyJob job : jobs) {
			Gate full = firstFull(job);
			if (full != null) {
				full.park(this.version, full.opensAt(this.micros));
				this.waiting.computeIfAbsent(full, (gate) -> new ArrayList<>()).add(job.slot());
			}
			else if (this.all != null && this.all.room(this.micros) == 0) {
				this.queueFull = true;
				return;
			}
			else if (this.starting.size() == most || (job.isSuspect() && !(alone && this.starting.isEmpty()))) {
				this.left = true;
				return;
			}
			else {
				start(job);
				if (job.isSuspect()) {
					this.left = true;
					return;
				}
			}
		}
	}

	/**
	 * The first limit without room, or for which a job waits that goes before this one:
	 * of a fair queue, jobs beyond the share of their value wait although there is room.
	 */
	private @Nullable Gate firstFull(ReadyJob job) {
		for (String name : job.limits()) {
			Gate gate = gate(name);
			if (gate.room(this.micros) == 0 || gate.hasBefore(job.slot())) {
				return gate;
			}
		}
		Gate group = this.gates.get(LimitKey.of(job.group()));
		return (group != null && group.hasBefore(job.slot())) ? group : null;
	}

	private void start(ReadyJob job) {
		job.limits().forEach((name) -> gate(name).start(this.micros));
		if (this.all != null) {
			this.all.start(this.micros);
		}
		this.starting.add(job);
	}

	private Gate gate(String name) {
		return Objects.requireNonNull(this.gates.get(LimitKey.of(name)));
	}

	List<ReadyJob> starting() {
		return this.starting;
	}

	Map<Gate, List<QueueEntry>> waiting() {
		return this.waiting;
	}

	/** Whether the queue as a whole lets no more start. */
	boolean isQueueFull() {
		return this.queueFull;
	}

	/** Whether jobs were left that may start. */
	boolean hasLeft() {
		return this.left;
	}

	/** When time lets the queue as a whole start the next job, in milliseconds. */
	@Nullable Long opensAt() {
		return (this.all != null) ? this.all.opensAt(this.micros) : null;
	}

}
