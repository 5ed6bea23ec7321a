package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.store.job.JobAction;
import io.jobqueue.store.job.JobProgress;

/**
 * An action of a user or an application on a job.
 *
 * @param act the action
 */
public record ActionEvent(JobAction act) implements LifecycleEvent {

	/**
	 * Return the status that counts for the action. A claimed job that has not started
	 * counts as STARTED for a delete, because a worker holds it.
	 */
	public JobStatus status(JobState job) {
		return (this.act == JobAction.DELETE && job.hold() != null) ? JobStatus.STARTED : job.status();
	}

	@Override
	public Decision decide(JobState job, Instant now) {
		if (!this.act.allows(status(job))) {
			return Refusal.WRONG_STATUS;
		}
		NextState next = new NextState(job, now);
		switch (this.act) {
			case CANCEL -> cancel(job, next);
			case REQUEUE -> requeue(next, now);
			case RUN_NOW -> next.waitsAtTail(JobStatus.QUEUED, now);
			case DELETE -> {
				return new Transition(job, null, null, false, true, null, null);
			}
		}
		return next.toTransition();
	}

	/** A job that was claimed but not started had no attempt. */
	private static void cancel(JobState job, NextState next) {
		if (job.status() == JobStatus.STARTED) {
			next.attempted(JobStatus.CANCELLED, null);
		}
		next.hold = null;
		next.ends(JobStatus.CANCELLED);
	}

	/**
	 * Reset the job as if it had never run, except for its history and its last attempt.
	 */
	private static void requeue(NextState next, Instant now) {
		next.retries = 0;
		next.lostDeliveries = 0;
		next.interruptions = 0;
		next.last = new JobState.LastAttempt(0, next.last.worker(), next.last.startedAt(), JobProgress.NONE);
		next.unknownSince = null;
		next.clears = true;
		next.waitsAtTail(JobStatus.QUEUED, now);
	}

}
