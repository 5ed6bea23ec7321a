package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.PayloadValidator;
import io.jobqueue.event.JobEvents;

/**
 * The extensions that take part in a dispatch.
 *
 * @param interceptors called with each request first, in this order
 * @param validator checks each payload
 * @param events receives what was stored
 */
public record DispatchHooks(List<DispatchInterceptor> interceptors, PayloadValidator validator, JobEvents events) {

	/** No extensions. */
	public static final DispatchHooks NONE = new DispatchHooks(List.of(), PayloadValidator.NONE, JobEvents.NONE);

	public DispatchHooks {
		interceptors = List.copyOf(interceptors);
	}

	/** Without a validator. */
	public DispatchHooks(List<DispatchInterceptor> interceptors, JobEvents events) {
		this(interceptors, PayloadValidator.NONE, events);
	}

}
