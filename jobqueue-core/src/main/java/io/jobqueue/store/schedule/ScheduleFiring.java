package io.jobqueue.store.schedule;

import java.time.Instant;
import java.util.List;

import io.jobqueue.Overlap;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;

/**
 * A firing of a schedule. The ticks are handled one after the other. If the last job has
 * not ended, {@link Overlap} decides: a tick is skipped, is fired, or waits in place of
 * the tick that waited before.
 *
 * @param schedule the schedule as it was read
 * @param due when to look at it next, {@code null} if it does not fire again
 * @param overlap what to do while the last job has not ended
 * @param missed the newest tick that was missed, to be noted; {@code null} for none
 * @param ticks the ticks in ascending order, of which the first is the one that waited
 */
public record ScheduleFiring(StoredSchedule schedule, @Nullable Instant due, Overlap overlap, @Nullable Instant missed,
		List<Tick> ticks) {

	public ScheduleFiring {
		ticks = List.copyOf(ticks);
	}

	/**
	 * A tick.
	 *
	 * @param time its planned time
	 * @param job the job to insert, of the queue of the schedule
	 */
	public record Tick(Instant time, NewJob job) {
	}

}
