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
 */
public record ClaimResult(List<ClaimedJob> jobs, @Nullable Duration nextDue, boolean paused) {

	public ClaimResult {
		jobs = List.copyOf(jobs);
	}

}
