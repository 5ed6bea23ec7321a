package io.jobqueue.lifecycle;

import java.time.Instant;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState.Hold;
import io.jobqueue.lifecycle.JobState.LastAttempt;

import org.jspecify.annotations.Nullable;

/**
 * The next state of a job, while a rule builds it, and the other parts of the transition.
 * Used by one rule at a time.
 */
final class NextState {

	private final JobState before;

	private final Instant now;

	String queue;

	JobStatus status;

	boolean first;

	int delivery;

	int retries;

	int lostDeliveries;

	int interruptions;

	@Nullable Integer maxRetries;

	@Nullable Hold hold;

	LastAttempt last;

	JobState.@Nullable Finish finish;

	@Nullable Instant unknownSince;

	boolean clears;

	@Nullable JobError error;

	@Nullable String result;

	private Instant dueAt;

	private @Nullable Instant endedAt;

	private @Nullable JobAttempt attempt;

	private boolean atTail;

	NextState(JobState before, Instant now) {
		this.before = before;
		this.now = now;
		this.queue = before.queue();
		this.status = before.status();
		this.first = before.first();
		this.dueAt = before.dueAt();
		this.delivery = before.delivery();
		this.retries = before.retries();
		this.lostDeliveries = before.lostDeliveries();
		this.interruptions = before.interruptions();
		this.maxRetries = before.maxRetries();
		this.hold = before.hold();
		this.last = before.last();
		this.finish = before.finish();
		this.unknownSince = before.unknownSince();
		this.endedAt = before.endedAt();
	}

	/** Record an attempt of the worker, with any outcome, and end its hold. */
	void attempted(JobStatus outcome, @Nullable JobError cause) {
		Hold held = this.hold;
		if (held == null) {
			throw new IllegalStateException("No worker holds job '" + this.before.id() + "'");
		}
		this.last = held.attempt(this.before.retries());
		this.attempt = new JobAttempt(this.last.attempts(), held.worker(), held.startedAt(), this.now, outcome,
				(cause != null) ? text(cause) : null);
		this.hold = null;
	}

	private static String text(JobError cause) {
		return (cause.message() != null) ? cause.type() + ": " + cause.message() : cause.type();
	}

	/** Record that the task of the job is known and its worker was not lost. */
	void survived() {
		this.lostDeliveries = 0;
		this.unknownSince = null;
	}

	void waitsAtTail(JobStatus waiting, Instant due) {
		this.status = waiting;
		this.first = false;
		this.dueAt = due;
		this.atTail = true;
		this.endedAt = null;
	}

	/**
	 * Return the job to the position in its queue that follows from its priority.
	 */
	void waitsByPriority() {
		this.status = JobStatus.QUEUED;
		this.first = false;
	}

	void ends(JobStatus end) {
		this.status = end;
		this.first = false;
		this.endedAt = this.now;
		this.unknownSince = null;
	}

	Transition toTransition() {
		JobState after = new JobState(this.before.id(), this.queue, this.status, this.first, this.dueAt, this.delivery,
				this.retries, this.lostDeliveries, this.interruptions, this.maxRetries, this.hold, this.last,
				this.finish, this.unknownSince, this.endedAt);
		return new Transition(this.before, after, this.attempt, this.atTail, this.clears, this.error, this.result);
	}

}
