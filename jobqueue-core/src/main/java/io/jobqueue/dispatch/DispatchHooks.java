package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.DispatchInterceptor;

/**
 * The extensions that take part in a dispatch.
 *
 * @param interceptors called with each request first, in this order
 * @param listeners called after jobs were stored
 */
public record DispatchHooks(List<DispatchInterceptor> interceptors, List<DispatchListener> listeners) {

	/** No extensions. */
	public static final DispatchHooks NONE = new DispatchHooks(List.of(), List.of());

	public DispatchHooks {
		interceptors = List.copyOf(interceptors);
		listeners = List.copyOf(listeners);
	}

}
