package io.jobqueue.dashboard.route;

/** What was requested does not exist. Its message is shown to the user. */
public final class NotFoundException extends RuntimeException {

	public NotFoundException(String message) {
		super(message);
	}

}
