package io.jobqueue;

/**
 * Inspects, changes or refuses each request before its job is stored. Beans of this type
 * are called in their order, on the dispatching thread.
 */
@FunctionalInterface
public interface DispatchInterceptor {

	/**
	 * Inspect a request.
	 * @param request the request
	 * @return the request to use, which may be the same
	 * @throws JobQueueException to refuse this request, and all others of the same call
	 */
	JobRequest intercept(JobRequest request);

}
