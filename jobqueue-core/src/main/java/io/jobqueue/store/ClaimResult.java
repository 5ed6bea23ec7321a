package io.jobqueue.store;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a worker was given. Fewer jobs than asked for means that no more are ready, or
 * that the next is a suspect; in the first case the worker is noted as waiting, and the
 * next insert signals it.
 *
 * @param jobs the jobs, in the order they are to start
 * @param nextDue time until the next waiting job of the queue falls due, {@code null} if
 * none is known or the queue is paused
 * @param paused whether the queue is paused
 * @param standing what else the store saw, {@code null} where it gave as much as it was
 * asked for: a busy store does not look around
 */
public record ClaimResult(List<ClaimedJob> jobs, @Nullable Duration nextDue, boolean paused,
		@Nullable Standing standing) {

	public ClaimResult {
		jobs = List.copyOf(jobs);
	}

	/**
	 * How worker and queue stand, so that an idle worker needs to ask for neither.
	 *
	 * @param running how many jobs the store holds for this worker in this queue, those
	 * of this answer included
	 * @param upkeep whether {@link JobMaintenance#reclaim} has something to do: the lease
	 * of a worker has run out, or a job is on its way to another queue
	 */
	public record Standing(int running, boolean upkeep) {
	}

}
