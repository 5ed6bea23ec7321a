package io.jobqueue.worker.outcome;

import java.time.Duration;

import io.jobqueue.JobEvent;
import io.jobqueue.JobStatus;
import io.jobqueue.event.JobEvents;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.feed.Outcome;

/**
 * The events of attempts. None is created while there is no listener.
 *
 * @param events receives them
 */
public record AttemptEvents(JobEvents events) {

	/** Return whether there is a listener. */
	public boolean isNeeded() {
		return !this.events.isEmpty();
	}

	/** An attempt starts. */
	public void started(ClaimedJob job, String task) {
		if (isNeeded()) {
			Duration waited = Duration.between(job.dueAt(), job.startedAt());
			this.events.publish(new JobEvent.Started(job.id(), job.queue(), task, job.attempt(), job.delivery(),
					waited.isNegative() ? Duration.ZERO : waited));
		}
	}

	/** An outcome is stored. One without an attempt is no event. */
	public void finished(AttemptResult end) {
		Outcome outcome = end.outcome();
		if (isAttempt(outcome)) {
			finished(end, (outcome.kind() == Outcome.Kind.RETRY) ? JobStatus.RETRY : outcome.status());
		}
	}

	/** Whether a handler ran before this outcome. */
	public static boolean isAttempt(Outcome outcome) {
		return outcome.kind() != Outcome.Kind.RELEASE && outcome.kind() != Outcome.Kind.UNKNOWN_TASK;
	}

	/** The job of an attempt was cancelled, so that no outcome was stored. */
	public void cancelled(AttemptResult end) {
		finished(end, JobStatus.CANCELLED);
	}

	private void finished(AttemptResult end, JobStatus status) {
		if (isNeeded()) {
			ClaimedJob job = end.job();
			this.events.publish(new JobEvent.Finished(job.id(), job.queue(), end.taskName(), job.attempt(),
					job.delivery(), status, end.execution()));
		}
	}

	/** The job of an attempt is not its worker's any more. */
	public void lost(ClaimedJob job, String task) {
		if (isNeeded()) {
			this.events.publish(new JobEvent.Lost(job.id(), job.queue(), task, job.attempt(), job.delivery()));
		}
	}

	/** A handler still runs although it was interrupted. */
	public void abandoned(ClaimedJob job, String task) {
		if (isNeeded()) {
			this.events.publish(new JobEvent.Abandoned(job.id(), job.queue(), task, job.attempt(), job.delivery()));
		}
	}

}
