package io.jobqueue;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The state of a flow.
 *
 * @param id its id
 * @param name its name, {@code null} if it was given none
 * @param status its status
 * @param stage the number of its present stage, from 1
 * @param stages the number of its stages
 * @param jobs the number of jobs that were added until now, those of later stages not
 * included
 * @param succeeded how many of these have succeeded
 * @param failed how many of these have ended otherwise
 * @param createdAt when it was created, by the clock of the store
 * @param endedAt when it had its present status, if no job of it waits or runs;
 * {@code null} before
 * @param followers the jobs that were dispatched because it ended, which is just after
 * {@code endedAt} was set
 */
public record FlowInfo(FlowId id, @Nullable String name, FlowStatus status, int stage, int stages, int jobs,
		int succeeded, int failed, Instant createdAt, @Nullable Instant endedAt, List<JobId> followers) {

	public FlowInfo {
		followers = List.copyOf(followers);
	}

	/** How many jobs wait or run. */
	public int open() {
		return this.jobs - this.succeeded - this.failed;
	}

	/** The part of the jobs that have ended, from 0.0 to 1.0. */
	public double progress() {
		return (this.jobs == 0) ? 1 : (double) (this.succeeded + this.failed) / this.jobs;
	}

}
