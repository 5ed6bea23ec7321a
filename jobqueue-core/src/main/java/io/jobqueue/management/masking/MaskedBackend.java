package io.jobqueue.management.masking;

import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.ForwardingBackend;
import io.jobqueue.store.JobQueries;
import io.jobqueue.store.StoreBackend;

/** A back end whose jobs are read with masked values. */
public final class MaskedBackend extends ForwardingBackend {

	private final JobQueries queries;

	public MaskedBackend(StoreBackend target, PayloadMask mask) {
		super(target);
		this.queries = new MaskedQueries(target.queries(), mask);
	}

	@Override
	public JobQueries queries() {
		return this.queries;
	}

}
