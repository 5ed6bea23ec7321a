package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * Stands around each attempt. Beans of this type are called in their order, on the thread
 * of the handler.
 */
@FunctionalInterface
public interface JobInterceptor {

	/**
	 * Run an attempt, or refuse to by throwing.
	 * @param invocation the attempt
	 * @return the result, by default that of {@link Invocation#proceed()}
	 * @throws Exception counts as thrown by the handler
	 */
	@Nullable Object intercept(Invocation invocation) throws Exception;

	/** One attempt, seen from an interceptor. */
	interface Invocation {

		JobContext job();

		/** What the handler is given, {@code null} if that is {@code null}. */
		@Nullable Object payload();

		/** Go on to the next interceptor, at last to the handler. */
		@Nullable Object proceed() throws Exception;

	}

}
