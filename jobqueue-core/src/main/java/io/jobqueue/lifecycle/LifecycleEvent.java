package io.jobqueue.lifecycle;

import java.time.Instant;

/**
 * Something that happens to a job. Each event is one rule of the life cycle. Immutable,
 * and safe for use by many threads.
 */
public sealed interface LifecycleEvent permits ClaimEvent, ReportEvent, FinishEvent, LossEvent, ActionEvent, DueEvent {

	/**
	 * What this event makes of a job.
	 * @param job the state of the job
	 * @param now the time by the store's clock, or {@link StepTime#NOW}
	 * @return the change, or why there is none
	 */
	Decision decide(JobState job, Instant now);

}
