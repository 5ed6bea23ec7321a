package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.JobStatus;
import io.jobqueue.store.job.JobProgress;

import org.jspecify.annotations.Nullable;

/**
 * A worker reports that a job it holds has started, or its progress.
 *
 * @param worker the worker
 * @param delivery the delivery that it has claimed
 * @param progress the progress, {@code null} for unchanged
 */
public record ReportEvent(String worker, int delivery, @Nullable JobProgress progress) implements LifecycleEvent {

	@Override
	public Decision decide(JobState job, Instant now) {
		JobState.Hold hold = job.hold();
		if (hold == null || !job.isHeldBy(this.worker, this.delivery)) {
			return Refusal.STALE;
		}
		NextState next = new NextState(job, now);
		next.hold = new JobState.Hold(hold.worker(), hold.startedAt(),
				(this.progress != null) ? this.progress : hold.progress(), false);
		next.status = JobStatus.STARTED;
		return next.toTransition();
	}

}
