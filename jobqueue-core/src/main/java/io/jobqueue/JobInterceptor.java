package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * Wraps each attempt, and each sub-task that {@link JobContext#call} runs inside it.
 * Beans of this type are called in their order, on the thread of the handler.
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

	/** One attempt or one sub-task, as an interceptor sees it. */
	interface Invocation {

		JobContext job();

		/** Whether this is a sub-task inside an attempt. */
		default boolean isSubtask() {
			return false;
		}

		/** The payload of the handler; may be {@code null}. */
		@Nullable Object payload();

		/**
		 * Call the next interceptor, or finally the handler. Each further call runs them
		 * again within the same attempt.
		 * @return the result of the handler, {@code null} if it has none
		 * @throws Exception what the handler or an interceptor has thrown
		 */
		@Nullable Object proceed() throws Exception;

	}

}
