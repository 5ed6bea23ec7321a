package io.jobqueue.store.walk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.Overlap;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleRuns;
import io.jobqueue.store.schedule.ScheduleStore.Declaration;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The schedules. Times of ticks are given by the commands. Only the time of a decision
 * and of a declaration is that of the oracle.
 */
final class OracleSchedules {

	private final Oracle oracle;

	final Map<String, StoredSchedule> schedules = new TreeMap<>();

	OracleSchedules(Oracle oracle) {
		this.oracle = oracle;
	}

	boolean has(String queue) {
		return this.schedules.values().stream().anyMatch((schedule) -> schedule.queue().equals(queue));
	}

	long revision(String name) {
		StoredSchedule schedule = this.schedules.get(name);
		return (schedule != null) ? schedule.revision() : 0;
	}

	boolean write(StoredSchedule schedule, long expected, boolean declared) {
		StoredSchedule before = this.schedules.get(schedule.name());
		if (revision(schedule.name()) != expected) {
			return false;
		}
		this.oracle.queue(schedule.queue());
		this.schedules.put(schedule.name(),
				with(schedule, declared ? this.oracle.time.now() : null, (before != null) ? before.runs() : List.of()));
		return true;
	}

	boolean remove(StoredSchedule schedule) {
		boolean same = this.schedules.containsKey(schedule.name()) && revision(schedule.name()) == schedule.revision();
		if (same) {
			this.schedules.remove(schedule.name());
		}
		return same;
	}

	/** Note a declaration; returns whether there is such a schedule. */
	boolean declare(Declaration declaration) {
		StoredSchedule schedule = this.schedules.get(declaration.name());
		boolean same = schedule != null && schedule.queue().equals(declaration.queue())
				&& schedule.fingerprint().equals(declaration.fingerprint());
		if (same) {
			this.schedules.put(schedule.name(), with(schedule, this.oracle.time.now(), schedule.runs()));
		}
		return same;
	}

	private static StoredSchedule with(StoredSchedule schedule, @Nullable Instant declaredAt, List<Run> runs) {
		return new StoredSchedule(schedule.name(), schedule.queue(), schedule.revision(), schedule.due(),
				schedule.waiting(), schedule.lastTick(), schedule.lastJob(), schedule.fingerprint(),
				schedule.definition(), schedule.marks(), declaredAt, runs);
	}

	/** Whether it is to be fired. What falls due soon has done so. */
	boolean isReady(StoredSchedule schedule) {
		return (schedule.due() != null && schedule.due().isBefore(WalkTime.FIXED))
				|| (schedule.waiting() != null && !lives(schedule.lastJob()));
	}

	/** The schedules whose last job has not ended. */
	List<StoredSchedule> withLivingJob() {
		return this.schedules.values().stream().filter((schedule) -> lives(schedule.lastJob())).toList();
	}

	private boolean lives(@Nullable JobId id) {
		OracleJob job = (id != null) ? this.oracle.jobs.get(id) : null;
		return job != null && !job.status().isEnd();
	}

	FiringResult fire(ScheduleFiring firing) {
		StoredSchedule before = this.schedules.get(firing.schedule().name());
		if (before == null || before.revision() != firing.schedule().revision()) {
			return FiringResult.CHANGED;
		}
		Instant now = this.oracle.time.now();
		List<Run> runs = new ArrayList<>();
		List<Outcome> outcomes = new ArrayList<>();
		if (firing.missed() != null) {
			runs.add(new Run(firing.missed(), now, Outcome.MISSED, null));
		}
		JobId last = before.lastJob();
		Instant lastTick = before.lastTick();
		Instant waiting = null;
		for (ScheduleFiring.Tick tick : firing.ticks()) {
			Outcome outcome = outcome(firing.overlap(), last);
			outcomes.add(outcome);
			boolean fired = outcome == Outcome.FIRED;
			if (fired) {
				last = tick.job().id();
				lastTick = tick.time();
				this.oracle.add(tick.job());
			}
			else if (outcome == Outcome.WAITING) {
				waiting = tick.time();
			}
			runs.add(new Run(tick.time(), now, outcome, fired ? last : null));
		}
		this.schedules.put(before.name(),
				new StoredSchedule(before.name(), before.queue(), before.revision() + 1, firing.due(), waiting,
						lastTick, last, before.fingerprint(), before.definition(), before.marks(), before.declaredAt(),
						ScheduleRuns.add(before.runs(), runs)));
		return new FiringResult(true, outcomes);
	}

	private Outcome outcome(Overlap overlap, @Nullable JobId last) {
		return (overlap == Overlap.ALLOW || !lives(last)) ? Outcome.FIRED
				: (overlap == Overlap.SKIP) ? Outcome.SKIPPED : Outcome.WAITING;
	}

	/** Throws if a schedule is not shown as it is. */
	void compare(@Nullable StoredSchedule shown, String name, boolean withRuns) {
		StoredSchedule expected = this.schedules.get(name);
		if (expected == null || shown == null) {
			Oracle.require(expected == shown, "Schedule '%s' is%n  %s%n  and not%n  %s", name, shown, expected);
			return;
		}
		Oracle.require(with(shown, null, List.of()).equals(with(expected, null, List.of())),
				"Schedule '%s' is%n  %s%n  and not%n  %s", name, shown, expected);
		Oracle.require(this.oracle.time.agrees(expected.declaredAt(), shown.declaredAt()),
				"Schedule '%s' was declared at %s", name, shown.declaredAt());
		List<Run> runs = withRuns ? expected.runs() : List.of();
		Oracle.require(runs.size() == shown.runs().size(), "The notes of '%s' are%n  %s%n  and not%n  %s", name,
				shown.runs(), runs);
		for (int i = 0; i < runs.size(); i++) {
			Run run = runs.get(i);
			Run other = shown.runs().get(i);
			Oracle.require(
					run.equals(new Run(other.tick(), run.at(), other.outcome(), other.job()))
							&& this.oracle.time.agrees(run.at(), other.at()),
					"A note of '%s' is%n  %s%n  and not%n  %s", name, other, run);
		}
	}

}
