package io.jobqueue.lifecycle;

import java.util.EnumSet;
import java.util.Set;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;
import io.jobqueue.JobStatus;

import org.jspecify.annotations.Nullable;

/**
 * A change of one job. The store makes it in one atomic step: if the state of the job
 * still equals {@code before}, it becomes {@code after}.
 *
 * @param before the state for which the change was decided
 * @param after the next state, {@code null} if the job and its data are deleted
 * @param attempt a new entry of its history, {@code null} for none; the store keeps the
 * newest {@link #HISTORY}
 * @param atTail whether the job is placed behind all jobs that are due at the same time;
 * otherwise it keeps its position among them
 * @param clears whether stored errors and result are deleted first
 * @param error the error to store, {@code null} to leave it unchanged
 * @param result the result to store, {@code null} to leave it unchanged
 */
public record Transition(JobState before, @Nullable JobState after, @Nullable JobAttempt attempt, boolean atTail,
		boolean clears, @Nullable JobError error, @Nullable String result) implements Decision {

	/** The maximum number of attempts in the history of a job. */
	public static final int HISTORY = 20;

	/** Return the hooks that a store runs for this transition, in this order. */
	public Set<Hook> hooks() {
		Set<Hook> hooks = EnumSet.noneOf(Hook.class);
		boolean held = this.after != null && this.after.hold() != null;
		if (this.before.hold() != null && !held) {
			hooks.add(Hook.STOPPED);
		}
		if (this.before.hold() == null && held) {
			hooks.add(Hook.STARTED);
		}
		if (!this.before.status().isEnd() && (this.after == null || this.after.status().isEnd())) {
			hooks.add(Hook.ENDED);
		}
		if (this.before.status().isEnd() && this.after != null && !this.after.status().isEnd()) {
			hooks.add(Hook.REVIVED);
		}
		if (this.after != null && !held && !this.after.status().isEnd()) {
			hooks.add(Hook.ENTERED);
		}
		return hooks;
	}

	/** Call the hooks of a capability for this transition. */
	public void call(StepHooks capability) {
		JobState job = (this.after != null) ? this.after : this.before;
		for (Hook hook : hooks()) {
			switch (hook) {
				case STOPPED -> capability.stopped(this);
				case ENDED -> capability.ended(this);
				case REVIVED -> capability.revived(this);
				case STARTED -> capability.started(job);
				case ENTERED -> capability.enter(job);
			}
		}
	}

	/** Return whether a job that has never run is cancelled or deleted. */
	public boolean isEarlyEnd() {
		return !this.before.hasRun() && !this.before.status().isEnd()
				&& (this.after == null || this.after.status() == JobStatus.CANCELLED);
	}

	/**
	 * Return whether a job that has succeeded waits again. It runs all its steps again,
	 * so the stored ones are deleted.
	 */
	public boolean startsAnew() {
		return this.after != null && this.before.status() == JobStatus.SUCCESS;
	}

	/** Return whether the job changes its queue. */
	public boolean moves() {
		return this.after != null && !this.after.queue().equals(this.before.queue());
	}

	/** The points in the life of a job at which a store calls {@link StepHooks}. */
	public enum Hook {

		/** No worker holds the job any more. */
		STOPPED,
		/** The job has ended for any reason, or was deleted before it ended. */
		ENDED,
		/** The job had ended and waits again. */
		REVIVED,
		/** A worker holds the job from now on. */
		STARTED,
		/**
		 * The job waits, and may start when it is first in its queue or when its due time
		 * is reached.
		 */
		ENTERED

	}

}
