package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;

/**
 * The lease of the worker that holds a job has expired.
 *
 * @param worker the worker
 * @param maxLosses the number of lost workers in a row with which the job ends
 */
public record LossEvent(String worker, int maxLosses) implements LifecycleEvent {

	@Override
	public Decision decide(JobState job, Instant now) {
		if (job.hold() == null || !job.hold().worker().equals(this.worker)) {
			return Refusal.STALE;
		}
		NextState next = new NextState(job, now);
		next.lostDeliveries++;
		// A worker that does not know the task holds the job for a short time only.
		next.unknownSince = null;
		if (next.lostDeliveries < this.maxLosses) {
			next.attempted(JobStatus.QUEUED, null);
			next.waitsByPriority();
		}
		else {
			next.error = new JobError(PoisonJobException.class.getName(),
					"%s workers in a row were lost while they ran job '%s', the last one was '%s'"
						.formatted(next.lostDeliveries, job.id(), this.worker),
					null);
			next.attempted(JobStatus.FAILED, next.error);
			next.ends(JobStatus.FAILED);
		}
		return next.toTransition();
	}

}
