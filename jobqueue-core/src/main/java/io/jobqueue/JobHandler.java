package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A task as a class: annotate it with {@code @JobTask} and it is found as a bean.
 * Handlers are called by many threads at once.
 *
 * @param <P> the payload, {@link Void} for none
 * @param <R> the result, {@link Void} for none. A
 * {@link java.util.concurrent.CompletionStage} holds the job open until it completes,
 * without holding a thread
 */
public interface JobHandler<P, R> {

	/**
	 * Run one attempt. Returning ends the job as {@link JobStatus#SUCCESS}.
	 * @param payload what was dispatched; {@code null} for {@link Void}, and where
	 * {@code null} was dispatched: a dispatcher that knows this task allows it only if
	 * this parameter is annotated with {@code @Nullable}
	 * @param job the attempt
	 * @return the result, kept with the job
	 * @throws Exception leads to a retry or ends the job, as its policy says
	 */
	@Nullable R handle(P payload, JobContext job) throws Exception;

	/**
	 * Called once after the job has ended as FAILED, MAX_RETRIES or TIMEOUT, when that is
	 * stored. The context of the job can be read only. What this throws is kept beside
	 * the job's error and changes nothing else.
	 * @param payload what was dispatched
	 * @param failure why the job ended
	 * @throws Exception kept beside the job's error
	 */
	default void onFailure(P payload, JobFailure failure) throws Exception {
	}

	/**
	 * Whether an attempt that threw is to be retried. When a handler overrides this, its
	 * answer stands above the rules of {@code @Retry}; the number of retries still holds.
	 * It runs in the context of the job. If it throws, the rules of {@code @Retry}
	 * decide, and what it threw is kept with the error of the attempt; {@code retry} and
	 * {@code abort} are done.
	 * @param payload what was dispatched
	 * @param error what the attempt threw
	 * @return whether to retry
	 */
	default boolean shouldRetry(P payload, Throwable error) {
		return true;
	}

}
