package io.jobqueue.lifecycle;

import java.util.EnumSet;
import java.util.Set;

import io.jobqueue.JobAttempt;
import io.jobqueue.JobError;

import org.jspecify.annotations.Nullable;

/**
 * A change of one job, which its store makes in one atomic step: if the job is still as
 * {@code before}, it becomes as {@code after}.
 *
 * @param before the state that it was decided for
 * @param after the state from now on, {@code null} if the job is deleted with all that is
 * kept of it
 * @param attempt the entry that its history gets, {@code null} for none; the store keeps
 * the newest {@link #HISTORY}
 * @param atTail whether it goes behind all jobs that are due at the same time; otherwise
 * it keeps its turn among them
 * @param clears whether errors and result that were kept so far are deleted first
 * @param error the error that is kept from now on, {@code null} to leave it
 * @param result the result that is kept from now on, {@code null} to leave it
 */
public record Transition(JobState before, @Nullable JobState after, @Nullable JobAttempt attempt, boolean atTail,
		boolean clears, @Nullable JobError error, @Nullable String result) implements Decision {

	/** How many attempts the history of a job keeps. */
	public static final int HISTORY = 20;

	/** The hooks that a store runs for it, in this order. */
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
		if (this.after != null && !held && !this.after.status().isEnd()) {
			hooks.add(Hook.ENTERED);
		}
		return hooks;
	}

	/** Whether the job goes to another queue. */
	public boolean moves() {
		return this.after != null && !this.after.queue().equals(this.before.queue());
	}

}
