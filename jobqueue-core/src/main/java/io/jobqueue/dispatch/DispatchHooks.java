package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.event.JobEvents;

/**
 * The extensions that take part in a dispatch.
 *
 * @param interceptors called with each request first, in this order
 * @param events receives what was stored
 */
public record DispatchHooks(List<DispatchInterceptor> interceptors, JobEvents events) {

	/** No extensions. */
	public static final DispatchHooks NONE = new DispatchHooks(List.of(), JobEvents.NONE);

	public DispatchHooks {
		interceptors = List.copyOf(interceptors);
	}

}
