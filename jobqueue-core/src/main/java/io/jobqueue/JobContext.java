package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The attempt that runs: a parameter of the handler, or {@link #current()} on its thread.
 * Safe for use by many threads.
 */
public interface JobContext {

	/**
	 * The attempt that the calling thread runs.
	 * @return the context, never {@code null}
	 * @throws NoCurrentJobException if this thread runs no job
	 */
	static JobContext current() {
		return JobContextHolder.required();
	}

	JobId id();

	/** The name of the task. */
	String task();

	/** The queue the job was taken from. */
	String queue();

	/** The number of this attempt, 1 for the first. */
	int attempt();

	/** The id of the worker that runs this attempt. */
	String worker();

	/** The correlation id given at dispatch, or else the job id's text. */
	String correlationId();

	/** The headers given at dispatch, unmodifiable. */
	Map<String, String> headers();

	/** When this attempt times out, by the worker's clock. */
	Instant deadline();

	/** The time until this attempt times out, zero when that has passed. */
	Duration remaining();

	/**
	 * Whether this attempt should stop: cancelled, timed out, its lease lost, or its
	 * worker stopping. The thread of the handler is interrupted at the same time, unless
	 * its task says {@code interrupt = false}.
	 */
	boolean isCancelled();

	/**
	 * Report progress, seen by {@link JobExplorer#find}. It is written with the next
	 * renewal or earlier; only the newest value counts.
	 * @param progress from 0.0 to 1.0
	 * @throws InvalidJobException if the value is outside that range
	 * @throws JobStateException if the attempt has ended
	 */
	void progress(double progress);

	/** Give up this attempt and ask for another after the delay of the task's policy. */
	default JobSignal retry() {
		return retry(RetryRequest.withDefaults());
	}

	/**
	 * Give up this attempt and ask for another. Uses one retry. Never returns; the return
	 * type allows {@code throw job.retry(…)} where the compiler wants an end.
	 * @param request when, how often and where
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	JobSignal retry(RetryRequest request);

	/**
	 * End the job as {@link JobStatus#ABORTED}. Never returns.
	 * @param reason kept as the message of the job's error
	 * @return never
	 */
	default JobSignal abort(String reason) {
		return abort(reason, null);
	}

	/**
	 * End the job as {@link JobStatus#ABORTED}. Never returns.
	 * @param reason kept as the message of the job's error
	 * @param cause kept with the job's error
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	JobSignal abort(String reason, @Nullable Throwable cause);

}
