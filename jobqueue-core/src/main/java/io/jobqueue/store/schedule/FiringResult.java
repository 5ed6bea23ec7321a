package io.jobqueue.store.schedule;

import java.util.List;

import io.jobqueue.JobSchedule;

/**
 * The result of a firing.
 *
 * @param applied whether it had an effect; not if the schedule has changed since it was
 * read
 * @param outcomes what became of each tick, in their order; empty if it had no effect
 */
public record FiringResult(boolean applied, List<JobSchedule.Outcome> outcomes) {

	/** The schedule has changed. */
	public static final FiringResult CHANGED = new FiringResult(false, List.of());

	public FiringResult {
		outcomes = List.copyOf(outcomes);
	}

}
