package io.jobqueue.worker;

import io.jobqueue.JobSignal;
import io.jobqueue.RetryRequest;

/**
 * Carries a handler's wish for another attempt out of it.
 */
final class RetrySignal extends JobSignal {

	private final transient RetryRequest request;

	RetrySignal(RetryRequest request) {
		super("The handler asked for a retry", request.cause());
		this.request = request;
	}

	RetryRequest request() {
		return this.request;
	}

}
