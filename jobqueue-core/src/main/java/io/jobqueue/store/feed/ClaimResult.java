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
 * @param nextDue the time until the next waiting job of the queue becomes due, or a rate
 * allows the next start; zero if more jobs may start now; a short time if signals may not
 * reach the worker; {@code null} if none is known, the queue is paused, or another worker
 * claims at that time
 * @param paused whether the queue is paused
 * @param idleHints idle hints; {@code null} if the claim was filled, and in some stores
 * if it returned jobs
 * @param rules the version of the rules that the claim has applied; 0 if the queue has
 * neither rules nor limits. Otherwise no job was claimed beyond
 * {@link ClaimRequest#startable()}
 */
public record ClaimResult(List<ClaimedJob> jobs, @Nullable Duration nextDue, boolean paused,
		@Nullable IdleHints idleHints, long rules) {

	/** The version of the rules of a queue that has limits but no rules. */
	public static final long NO_RULES = -1;

	public ClaimResult {
		jobs = List.copyOf(jobs);
	}

	/** The result of a queue that has neither rules nor limits. */
	public ClaimResult(List<ClaimedJob> jobs, @Nullable Duration nextDue, boolean paused,
			@Nullable IdleHints idleHints) {
		this(jobs, nextDue, paused, idleHints, 0);
	}

	/** Whether limits may have held jobs back. */
	public boolean isLimited() {
		return this.rules != 0;
	}

	/**
	 * Hints about the worker and the queue, so that an idle worker needs no other calls.
	 *
	 * @param running the number of jobs that the store holds for this worker in this
	 * queue, including those of this result
	 * @param needsMaintenance whether {@link JobMaintenance#reclaim} has something to do:
	 * a lease has expired, or a job is moving to another queue
	 */
	public record IdleHints(int running, boolean needsMaintenance) {
	}

}
