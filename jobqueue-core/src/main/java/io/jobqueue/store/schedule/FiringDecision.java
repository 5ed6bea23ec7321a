package io.jobqueue.store.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.Overlap;
import io.jobqueue.store.job.NewJob;

/**
 * What a firing does to a schedule that has not changed since it was read: the rule of
 * {@link ScheduleFiring} for stores that decide in Java. The script {@code fire.lua}
 * applies the same rule.
 *
 * @param schedule the schedule after the firing
 * @param jobs the jobs to insert
 * @param result what became of each tick
 */
public record FiringDecision(StoredSchedule schedule, List<NewJob> jobs, FiringResult result) {

	public FiringDecision {
		jobs = List.copyOf(jobs);
	}

	/**
	 * Decide about the ticks of a firing, one after the other.
	 * @param firing the firing
	 * @param stored the schedule as the store has it
	 * @param lives whether its last job has not ended
	 * @param now the clock of the store
	 */
	public static FiringDecision of(ScheduleFiring firing, StoredSchedule stored, boolean lives, Instant now) {
		List<Outcome> outcomes = new ArrayList<>();
		List<Run> notes = new ArrayList<>();
		List<NewJob> jobs = new ArrayList<>();
		if (firing.missed() != null) {
			notes.add(new Run(firing.missed(), now, Outcome.MISSED, null));
		}
		Instant lastTick = stored.lastTick();
		JobId lastJob = stored.lastJob();
		Instant waiting = null;
		for (ScheduleFiring.Tick tick : firing.ticks()) {
			Outcome outcome = outcome(firing.overlap(), lives || !jobs.isEmpty());
			outcomes.add(outcome);
			notes.add(new Run(tick.time(), now, outcome, (outcome == Outcome.FIRED) ? tick.job().id() : null));
			waiting = (outcome == Outcome.WAITING) ? tick.time() : waiting;
			if (outcome == Outcome.FIRED) {
				lastTick = tick.time();
				lastJob = tick.job().id();
				jobs.add(tick.job());
			}
		}
		return new FiringDecision(
				new StoredSchedule(stored.name(), stored.queue(), stored.revision() + 1, firing.due(), waiting,
						lastTick, lastJob, stored.fingerprint(), stored.definition(), stored.marks(),
						stored.declaredAt(), ScheduleRuns.add(stored.runs(), notes)),
				jobs, new FiringResult(true, outcomes));
	}

	private static Outcome outcome(Overlap overlap, boolean lives) {
		if (overlap == Overlap.ALLOW || !lives) {
			return Outcome.FIRED;
		}
		return (overlap == Overlap.SKIP) ? Outcome.SKIPPED : Outcome.WAITING;
	}

}
