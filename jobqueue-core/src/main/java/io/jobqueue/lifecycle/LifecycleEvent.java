package io.jobqueue.lifecycle;

import java.time.Instant;

/**
 * An event in the life of a job. Each event implements one rule of the life cycle.
 * Immutable, and safe for use by many threads.
 */
public sealed interface LifecycleEvent permits ClaimEvent, ReportEvent, FinishEvent, LossEvent, ActionEvent, DueEvent {

	/**
	 * Decide what this event does to a job.
	 * @param job the state of the job
	 * @param now the time by the clock of the store, or {@link StepTime#NOW}
	 * @return the change, or the reason why there is none
	 */
	Decision decide(JobState job, Instant now);

}
