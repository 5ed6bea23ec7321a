package io.jobqueue.testsupport;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.jobqueue.JobId;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedule.Run;
import io.jobqueue.Overlap;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.job.JobDetails;
import io.jobqueue.store.job.NewJob;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

/**
 * A schedule with a note of each kind, to compare its stored form.
 */
public final class FiredSchedule {

	public static final String NAME = "nightly";

	private static final String QUEUE = "q";

	private static final JobId JOB = JobId.of("q-1");

	private static final Instant TICK = Instant.ofEpochMilli(1_700_000_000_000L);

	private static final Instant DECIDED = TICK.plusMillis(500);

	/** Its marks in the files. */
	public static final String MARKS = "\u001fp=1";

	/** Its notes in the files, the newest first. */
	public static final List<Run> RUNS = List.of(
			new Run(TICK.plusMillis(2), TICK.plusMillis(600), Outcome.WAITING, null),
			new Run(TICK.plusMillis(1), DECIDED, Outcome.SKIPPED, null), new Run(TICK, DECIDED, Outcome.FIRED, JOB),
			new Run(TICK.minusSeconds(1), DECIDED, Outcome.MISSED, null));

	private FiredSchedule() {
	}

	/** Write the schedule and fire it twice. */
	public static void store(StoreBackend store) {
		ScheduleStore schedules = store.part(ScheduleStore.class);
		schedules.write(new StoredSchedule(NAME, QUEUE, 1, TICK, null, null, null, "print-1", "definition", MARKS, null,
				List.of()), 0, false);
		schedules.fire(List.of(new ScheduleFiring(read(store), TICK, Overlap.SKIP, TICK.minusSeconds(1),
				Stream.of(TICK, TICK.plusMillis(1)).map(FiredSchedule::tick).toList())));
		schedules.fire(
				List.of(new ScheduleFiring(read(store), TICK, Overlap.QUEUE, null, List.of(tick(TICK.plusMillis(2))))));
	}

	private static ScheduleFiring.Tick tick(Instant time) {
		return new ScheduleFiring.Tick(time, new NewJob(JOB, QUEUE, JobDetails.of("task", "{}"), null, null));
	}

	/** The schedule as the store has it. */
	public static StoredSchedule read(StoreBackend store) {
		StoredSchedule schedule = store.part(ScheduleStore.class).find(List.of(NAME)).get(NAME);
		if (schedule == null) {
			throw new AssertionError("The store does not have the schedule");
		}
		return schedule;
	}

}
