package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.DispatchInterceptor;

/**
 * Who takes part in a dispatch.
 *
 * @param interceptors see each request first, in this order
 * @param listeners hear of what was stored
 */
public record DispatchHooks(List<DispatchInterceptor> interceptors, List<DispatchListener> listeners) {

	/** Nobody. */
	public static final DispatchHooks NONE = new DispatchHooks(List.of(), List.of());

	public DispatchHooks {
		interceptors = List.copyOf(interceptors);
		listeners = List.copyOf(listeners);
	}

}
