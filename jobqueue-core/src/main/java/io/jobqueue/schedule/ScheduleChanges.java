package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobQueueException;
import io.jobqueue.Overlap;
import io.jobqueue.WorkerInfo;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * Changes of schedules. Each reads a schedule, decides, and writes the decision if the
 * schedule is still as it was read. Otherwise it reads again.
 */
final class ScheduleChanges {

	/** Without a declaration for so long, a definition gives way. */
	static final Duration DECLARED = Duration.ofMinutes(1);

	private static final int ATTEMPTS = 50;

	/** Redis counts exactly up to twice as many. */
	private static final long MOST_REVISION = 1L << 52;

	private final StoreBackend backend;

	ScheduleChanges(StoreBackend backend) {
		this.backend = backend;
	}

	/**
	 * The schedules of the store.
	 * @throws io.jobqueue.store.UnsupportedStorePartException if it has none
	 */
	ScheduleStore store() {
		return this.backend.part(ScheduleStore.class);
	}

	/** The clock of the store. */
	Instant now() {
		return this.backend.queries().now();
	}

	/** Put a schedule at run time. */
	void put(ScheduleRules rules, boolean paused) {
		change(rules.name(), (before) -> {
			Instant now = now();
			if (before != null && before.declaredAt() != null && !isStale(before, now)) {
				throw new InvalidScheduleException(("Schedule '%s' is defined in code or configuration, and a worker "
						+ "declares it: choose another name, or remove it there")
					.formatted(rules.name()));
			}
			return new Change(next(before, rules, paused, now), false);
		});
	}

	/**
	 * Put a schedule of code or configuration, unless another definition is in force.
	 * @param worker the id of the worker that declares it, {@code null} for none
	 * @return whether it is in force now
	 */
	boolean declare(ScheduleRules rules, boolean paused, @Nullable String worker) {
		return change(rules.name(), (before) -> {
			Instant now = now();
			boolean givesWay = before == null || isStale(before, now)
					|| (before.queue().equals(rules.queue()) && before.fingerprint().equals(rules.fingerprint()))
					|| (before.declaredAt() != null && isAlone(worker));
			return givesWay ? new Change(next(before, rules, paused, now), true) : null;
		}) != null;
	}

	/**
	 * Whether no other worker is alive: then no worker declares what this one does not.
	 * @param worker the id of this worker, {@code null} for none
	 */
	boolean isAlone(@Nullable String worker) {
		return this.backend.queries().workers().stream().allMatch((each) -> each.id().equals(worker));
	}

	/** The queues that living workers serve. */
	Set<String> servedQueues() {
		return this.backend.queries()
			.workers()
			.stream()
			.flatMap((worker) -> worker.containers().stream())
			.map(WorkerInfo.Container::queue)
			.collect(Collectors.toSet());
	}

	/**
	 * Whether a schedule needs a declaration, and no living worker has declared it for a
	 * minute.
	 */
	static boolean isStale(StoredSchedule schedule, Instant now) {
		Instant declaredAt = schedule.declaredAt();
		return declaredAt != null
				&& (declaredAt.isBefore(now.minus(DECLARED)) || ScheduleMarks.read(schedule.marks()).parked());
	}

	private StoredSchedule next(@Nullable StoredSchedule before, ScheduleRules rules, boolean paused, Instant now) {
		if (before == null) {
			return write(new StoredSchedule(rules.name(), rules.queue(), newRevision(), null, null, null, null, "", "",
					"", null, List.of()), rules, paused, rules.firstDue(now));
		}
		ScheduleMarks marks = ScheduleMarks.read(before.marks());
		Instant due = (before.due() != null) ? before.due() : marks.due();
		Instant first = rules.firstDue(now);
		boolean keeps = due != null && first != null && hasTicksOf(rules, before) && !rules.isFarAhead(due, now);
		return write(before, rules, marks.paused(), keeps ? due : first);
	}

	/**
	 * Random: one that was removed and made again never has a revision that it had
	 * before.
	 */
	private static long newRevision() {
		return ThreadLocalRandom.current().nextLong(MOST_REVISION);
	}

	private static boolean hasTicksOf(ScheduleRules rules, StoredSchedule before) {
		try {
			return ScheduleRules.read(before).hasTicksOf(rules);
		}
		catch (RuntimeException ex) {
			// Another release wrote it in a form of its own.
			return false;
		}
	}

	private static StoredSchedule write(StoredSchedule before, ScheduleRules rules, boolean paused,
			@Nullable Instant due) {
		return new StoredSchedule(rules.name(), rules.queue(), before.revision() + 1, paused ? null : due,
				(rules.overlap() == Overlap.QUEUE) ? before.waiting() : null, before.lastTick(), before.lastJob(),
				rules.fingerprint(), rules.write(), new ScheduleMarks(paused, false, paused ? due : null).write(), null,
				List.of());
	}

	/** Stop a schedule from firing; returns it, {@code null} if it does not exist. */
	@Nullable StoredSchedule pause(String name) {
		return changeExisting(name, (before) -> {
			ScheduleMarks marks = ScheduleMarks.read(before.marks());
			return with(before, null, null,
					new ScheduleMarks(true, marks.parked(), (before.due() != null) ? before.due() : marks.due()));
		});
	}

	/**
	 * Resume a schedule from its next tick on; returns it, {@code null} if it does not
	 * exist.
	 */
	@Nullable StoredSchedule resume(String name) {
		return changeExisting(name, (before) -> {
			ScheduleMarks marks = ScheduleMarks.read(before.marks());
			if (!marks.paused()) {
				return before;
			}
			Instant due = ScheduleRules.read(before).nextDue(marks.due(), now());
			return marks.parked() ? with(before, null, null, new ScheduleMarks(false, true, due))
					: with(before, due, null, ScheduleMarks.NONE);
		});
	}

	/** Stop a schedule that no worker declares; returns whether it has not changed. */
	boolean park(StoredSchedule schedule) {
		ScheduleMarks marks = ScheduleMarks.read(schedule.marks());
		StoredSchedule parked = with(schedule, null, schedule.waiting(),
				new ScheduleMarks(marks.paused(), true, (schedule.due() != null) ? schedule.due() : marks.due()));
		return store().write(
				new StoredSchedule(parked.name(), parked.queue(), parked.revision(), null, null, parked.lastTick(),
						parked.lastJob(), "", parked.definition(), parked.marks(), null, List.of()),
				schedule.revision(), true);
	}

	/** Remove a schedule; returns it, {@code null} if it did not exist. */
	@Nullable StoredSchedule remove(String name) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			StoredSchedule schedule = find(name);
			if (schedule == null || store().remove(schedule)) {
				return schedule;
			}
		}
		throw busy(name);
	}

	@Nullable StoredSchedule find(String name) {
		return store().find(List.of(name)).get(name);
	}

	private static StoredSchedule with(StoredSchedule before, @Nullable Instant due, @Nullable Instant waiting,
			ScheduleMarks marks) {
		return new StoredSchedule(before.name(), before.queue(), before.revision() + 1, due, waiting, before.lastTick(),
				before.lastJob(), before.fingerprint(), before.definition(), marks.write(), before.declaredAt(),
				List.of());
	}

	private @Nullable StoredSchedule changeExisting(String name, UnaryOperator<StoredSchedule> decision) {
		return change(name, (before) -> {
			StoredSchedule after = (before != null) ? decision.apply(before) : null;
			return (before != null && after != null) ? new Change(after, before.declaredAt() != null) : null;
		});
	}

	/**
	 * Returns what was written, or left as it is; {@code null} if there was nothing to
	 * write.
	 */
	private @Nullable StoredSchedule change(String name,
			Function<@Nullable StoredSchedule, @Nullable Change> decision) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			StoredSchedule before = find(name);
			Change change = decision.apply(before);
			if (change == null) {
				return null;
			}
			if (change.after() == before
					|| store().write(change.after(), (before != null) ? before.revision() : 0, change.declared())) {
				return change.after();
			}
		}
		throw busy(name);
	}

	private static JobQueueException busy(String name) {
		return new JobQueueException(
				"Schedule '%s' was changed by others %d times in a row: try again".formatted(name, ATTEMPTS));
	}

	/** What to write, and whether it is declared by that. */
	private record Change(StoredSchedule after, boolean declared) {
	}

}
