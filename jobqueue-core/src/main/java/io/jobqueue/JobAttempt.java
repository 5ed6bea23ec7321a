package io.jobqueue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One attempt in the history of a job.
 *
 * @param number which attempt it was, from 1; an attempt that was interrupted or lost is
 * made again under the same number
 * @param worker the worker that ran it
 * @param startedAt when it started, by the store's clock
 * @param endedAt when it ended, by the store's clock
 * @param outcome what came of it: the status it led to; QUEUED after the loss of its
 * worker
 * @param error what went wrong, as {@code type: message}, {@code null} if nothing
 */
public record JobAttempt(int number, String worker, Instant startedAt, Instant endedAt, JobStatus outcome,
		@Nullable String error) {
}
