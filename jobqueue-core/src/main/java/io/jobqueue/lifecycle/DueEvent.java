package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.JobStatus;

/** The due time of a waiting job has been reached. */
public record DueEvent() implements LifecycleEvent {

	@Override
	public Decision decide(JobState job, Instant now) {
		if (job.place() != Place.DELAYED) {
			return Refusal.WRONG_STATUS;
		}
		NextState next = new NextState(job, now);
		next.status = JobStatus.QUEUED;
		return next.toTransition();
	}

}
