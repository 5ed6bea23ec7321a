package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.JobProgress;

/**
 * A worker claims a job that is ready.
 *
 * @param worker the worker
 * @param inLine whether the job is claimed ahead and does not start immediately
 */
public record ClaimEvent(String worker, boolean inLine) implements LifecycleEvent {

	@Override
	public Decision decide(JobState job, Instant now) {
		if (job.place() != Place.READY) {
			return Refusal.WRONG_STATUS;
		}
		NextState next = new NextState(job, now);
		next.delivery++;
		next.hold = new JobState.Hold(this.worker, now, JobProgress.NONE, this.inLine);
		next.status = this.inLine ? JobStatus.QUEUED : JobStatus.STARTED;
		return next.toTransition();
	}

}
