package io.jobqueue.dashboard.route;

/** A request that cannot be understood. Its message is shown to the user. */
public final class BadRequestException extends RuntimeException {

	public BadRequestException(String message) {
		super(message);
	}

}
