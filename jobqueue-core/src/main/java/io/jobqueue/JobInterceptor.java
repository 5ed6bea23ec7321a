package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * Wraps each attempt. Beans of this type are called in their order, on the thread of the
 * handler.
 */
@FunctionalInterface
public interface JobInterceptor {

	/**
	 * Run an attempt, or throw an exception to refuse it.
	 * @param invocation the attempt
	 * @return the result, usually that of {@link Invocation#proceed()}
	 * @throws Exception handled like an exception of the handler
	 */
	@Nullable Object intercept(Invocation invocation) throws Exception;

	/** One attempt, as an interceptor sees it. */
	interface Invocation {

		JobContext job();

		/** The payload of the handler; may be {@code null}. */
		@Nullable Object payload();

		/** Call the next interceptor, or finally the handler. */
		@Nullable Object proceed() throws Exception;

	}

}
