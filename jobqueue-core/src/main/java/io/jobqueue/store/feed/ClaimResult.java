package io.jobqueue.store.feed;

import java.time.Duration;
import java.util.List;

import io.jobqueue.store.JobMaintenance;

import org.jspecify.annotations.Nullable;

/**
 * The jobs that a worker claimed. If there are fewer than requested, no more are ready,
 * or the next one is a suspect. In the first case the worker is registered as waiting,
 * and the next insert signals it.
 *
 * @param jobs the jobs, in the order in which they should start
 * @param nextDue the time until the next waiting job of the queue becomes due,
 * {@code null} if none is known or the queue is paused
 * @param paused whether the queue is paused
 * @param standing idle hints; {@code null} if the claim was filled
 */
public record ClaimResult(List<ClaimedJob> jobs, @Nullable Duration nextDue, boolean paused,
		@Nullable Standing standing) {

	public ClaimResult {
		jobs = List.copyOf(jobs);
	}

	/**
	 * Hints about the worker and the queue, so that an idle worker needs no other calls.
	 *
	 * @param running the number of jobs that the store holds for this worker in this
	 * queue, including those of this result
	 * @param upkeep whether {@link JobMaintenance#reclaim} has something to do: a lease
	 * has expired, or a job is moving to another queue
	 */
	public record Standing(int running, boolean upkeep) {
	}

}
