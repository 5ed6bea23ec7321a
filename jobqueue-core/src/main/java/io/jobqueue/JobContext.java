package io.jobqueue;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The current attempt. It is a parameter of the handler, and {@link #current()} on its
 * thread. Implementations are thread-safe.
 */
public interface JobContext {

	/**
	 * The attempt that the calling thread runs.
	 * @return the context, never {@code null}
	 * @throws NoCurrentJobException if this thread does not run a job
	 */
	static JobContext current() {
		return JobContextHolder.required();
	}

	/** The id of the job. */
	JobId id();

	/** The name of the task. */
	String task();

	/** The queue that the job was claimed from. */
	String queue();

	/** The number of this attempt. The first is 1. */
	int attempt();

	/** The id of the worker that runs this attempt. */
	String worker();

	/** The correlation id of the request, or else the id of the job. */
	String correlationId();

	/** The headers of the request. Unmodifiable. */
	Map<String, String> headers();

	/**
	 * The planned time of a job of a schedule; {@code null} for any other job, and for a
	 * header {@link JobSchedule#TICK_HEADER} that is no time.
	 */
	default @Nullable Instant tick() {
		String tick = headers().get(JobSchedule.TICK_HEADER);
		try {
			return (tick != null) ? Instant.parse(tick) : null;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/** When this attempt times out, by the worker's clock. */
	Instant deadline();

	/** The time until this attempt times out; zero after that. */
	Duration remaining();

	/**
	 * Whether this attempt must stop: it was cancelled or timed out, its lease was lost,
	 * or its worker stops. The thread of the handler is interrupted at the same time,
	 * unless its task sets {@code interrupt = false}.
	 */
	boolean isCancelled();

	/**
	 * Report progress, which {@link JobExplorer#find} shows. The store receives the
	 * latest value with the next lease renewal, or earlier.
	 * @param progress from 0.0 to 1.0
	 * @throws InvalidJobException if the value is outside this range
	 * @throws JobStateException if the attempt has ended
	 */
	void progress(double progress);

	/**
	 * End this attempt and request another, after the delay of the retry policy. Never
	 * returns.
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	default JobSignal retry() {
		return retry(RetryRequest.withDefaults());
	}

	/**
	 * End this attempt and request another. This uses one retry. Never returns: the
	 * return type allows {@code throw job.retry(…)} where the compiler requires it.
	 * @param request when, how often and in which queue to retry
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	JobSignal retry(RetryRequest request);

	/**
	 * End the job as {@link JobStatus#ABORTED}. Never returns.
	 * @param reason the message of the error that is stored with the job
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	default JobSignal abort(String reason) {
		return abort(reason, null);
	}

	/**
	 * End the job as {@link JobStatus#ABORTED}. Never returns.
	 * @param reason the message of the error that is stored with the job
	 * @param cause the cause of the error that is stored with the job
	 * @return never
	 * @throws JobStateException if the attempt has ended
	 */
	JobSignal abort(String reason, @Nullable Throwable cause);

}
