package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A task as a class. Annotate it with {@code @JobTask} so that it is found as a bean.
 * Many threads call a handler at the same time.
 *
 * @param <P> the type of the payload, {@link Void} for none
 * @param <R> the type of the result, {@link Void} for none. With a
 * {@link java.util.concurrent.CompletionStage}, or a reactive type with one value such as
 * {@code Mono}, the job ends when it completes; no thread is held until then
 */
public interface JobHandler<P, R> {

	/**
	 * Run one attempt. A normal return ends the job as {@link JobStatus#SUCCESS}.
	 * @param payload the payload; {@code null} for {@link Void}, or if {@code null} was
	 * dispatched. A dispatcher that knows this task accepts {@code null} only if this
	 * parameter is annotated with {@code @Nullable}
	 * @param job the attempt
	 * @return the result, which is stored with the job
	 * @throws Exception the retry policy decides whether the job is retried or ends
	 */
	@Nullable R handle(P payload, JobContext job) throws Exception;

	/**
	 * Called once after the job was stored as FAILED, MAX_RETRIES or TIMEOUT. It can read
	 * the context of the job, but not change the job.
	 * @param payload the payload
	 * @param failure why the job ended
	 * @throws Exception stored beside the error of the job; changes nothing else
	 */
	default void onFailure(P payload, JobFailure failure) throws Exception {
	}

	/**
	 * Decide whether an attempt that threw an exception is retried. If a handler
	 * overrides this method, its answer takes precedence over the rules of
	 * {@code @Retry}. The number of retries is still limited.
	 * <p>
	 * The method runs in the context of the job. If it throws an exception, the rules of
	 * {@code @Retry} decide, and the exception is stored with the error of the attempt.
	 * Calls of {@code retry} and {@code abort} take effect.
	 * @param payload the payload
	 * @param error what the attempt threw
	 * @return whether to retry
	 */
	default boolean shouldRetry(P payload, Throwable error) {
		return true;
	}

}
