package io.jobqueue;

/**
 * Sees, changes or refuses each request before it is stored. Beans of this type are
 * called in their order, by the thread that dispatches.
 */
@FunctionalInterface
public interface DispatchInterceptor {

	/**
	 * See a request.
	 * @param request what is about to be dispatched
	 * @return what to dispatch instead, or the same
	 * @throws JobQueueException to refuse the request, and all of the same call
	 */
	JobRequest intercept(JobRequest request);

}
