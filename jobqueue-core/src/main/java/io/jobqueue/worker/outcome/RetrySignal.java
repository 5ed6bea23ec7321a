package io.jobqueue.worker.outcome;

import io.jobqueue.JobSignal;
import io.jobqueue.RetryRequest;

/** Thrown by {@code retry} to request another attempt. */
public final class RetrySignal extends JobSignal {

	private final RetryRequest request;

	public RetrySignal(RetryRequest request) {
		super("The handler requested a retry", request.cause());
		this.request = request;
	}

	RetryRequest request() {
		return this.request;
	}

}
