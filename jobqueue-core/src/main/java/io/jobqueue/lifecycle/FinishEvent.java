package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.job.JobProgress;

/**
 * A worker reports the outcome of an attempt.
 *
 * @param queue the queue from which it claimed the job
 * @param worker the worker
 * @param outcome the outcome
 */
public record FinishEvent(String queue, String worker, Outcome outcome) implements LifecycleEvent {

	@Override
	public Decision decide(JobState job, Instant now) {
		int delivery = this.outcome.delivery();
		if (!job.isHeldBy(this.worker, delivery) || !job.queue().equals(this.queue)) {
			return job.isFinishedBy(this.worker, delivery) ? Refusal.ALREADY_APPLIED : Refusal.STALE;
		}
		NextState next = new NextState(job, now);
		next.finish = new JobState.Finish(delivery, this.worker);
		next.maxRetries = (this.outcome.maxRetries() != null) ? this.outcome.maxRetries() : job.maxRetries();
		next.error = this.outcome.error();
		switch (this.outcome.kind()) {
			case END -> end(next);
			case RETRY -> retry(next, now);
			case INTERRUPT -> interrupt(next);
			case LOSS -> lose(next);
			case RELEASE -> release(next, this.outcome.limits() == null);
			case UNKNOWN_TASK -> unknownTask(next, now);
		}
		return next.toTransition();
	}

	private void end(NextState next) {
		next.attempted(this.outcome.status(), this.outcome.error());
		next.survived();
		next.interruptions = 0;
		next.result = this.outcome.result();
		if (this.outcome.status() == JobStatus.SUCCESS) {
			next.last = new JobState.LastAttempt(next.last.attempts(), next.last.worker(), next.last.startedAt(),
					JobProgress.DONE);
			// The errors of earlier attempts remain in the history only.
			next.clears = true;
			next.error = null;
		}
		next.ends(this.outcome.status());
	}

	private void retry(NextState next, Instant now) {
		next.attempted(this.outcome.status(), this.outcome.error());
		next.survived();
		next.interruptions = 0;
		if (this.outcome.counted()) {
			next.retries++;
		}
		next.queue = (this.outcome.queue() != null) ? this.outcome.queue() : next.queue;
		next.waitsAtTail(this.outcome.status(), now.plus(this.outcome.delay()));
	}

	private void interrupt(NextState next) {
		next.attempted(JobStatus.INTERRUPTED, this.outcome.error());
		next.survived();
		next.interruptions++;
		next.status = JobStatus.INTERRUPTED;
		next.first = true;
	}

	/** Treat the job as after a lost worker. This also counts as an interruption. */
	private static void lose(NextState next) {
		next.attempted(JobStatus.INTERRUPTED, null);
		next.lostDeliveries++;
		next.interruptions++;
		next.unknownSince = null;
		next.waitsByPriority();
	}

	/**
	 * Release the job. No attempt was made; only the delivery is kept, because it is the
	 * fence. Under other limits, the job waits by its priority.
	 */
	private static void release(NextState next, boolean sameLimits) {
		next.hold = null;
		next.first &= sameLimits;
		next.status = next.first ? JobStatus.INTERRUPTED : JobStatus.QUEUED;
	}

	private void unknownTask(NextState next, Instant now) {
		next.hold = null;
		next.unknownSince = (next.unknownSince != null) ? next.unknownSince : now;
		next.waitsAtTail(JobStatus.RETRY, now.plus(this.outcome.delay()));
	}

}
