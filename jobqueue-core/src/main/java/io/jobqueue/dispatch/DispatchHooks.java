package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.PayloadValidator;
import io.jobqueue.event.JobEvents;
import io.jobqueue.payload.StoredPayloads;

/**
 * The extensions that take part in a dispatch.
 *
 * @param interceptors called with each request first, in this order
 * @param validator checks each payload
 * @param events receives what was stored
 * @param payloads keeps large payloads
 */
public record DispatchHooks(List<DispatchInterceptor> interceptors, PayloadValidator validator, JobEvents events,
		StoredPayloads payloads) {

	/** No extensions. */
	public static final DispatchHooks NONE = new DispatchHooks(List.of(), PayloadValidator.NONE, JobEvents.NONE,
			StoredPayloads.NONE);

	public DispatchHooks {
		interceptors = List.copyOf(interceptors);
	}

	/** Without a validator and a payload store. */
	public DispatchHooks(List<DispatchInterceptor> interceptors, JobEvents events) {
		this(interceptors, PayloadValidator.NONE, events, StoredPayloads.NONE);
	}

}
