package io.jobqueue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One attempt in the history of a job.
 *
 * @param number the number of the attempt, from 1. An attempt that was interrupted, lost
 * or not counted is repeated under the same number
 * @param worker the worker that ran it
 * @param startedAt when it started, by the clock of the store
 * @param endedAt when it ended, by the clock of the store
 * @param outcome the status it led to; QUEUED after the loss of its worker
 * @param error the error, as {@code type: message}; {@code null} for none
 */
public record JobAttempt(int number, String worker, Instant startedAt, Instant endedAt, JobStatus outcome,
		@Nullable String error) {
}
