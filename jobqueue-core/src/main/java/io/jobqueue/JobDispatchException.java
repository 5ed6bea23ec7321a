package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A job could not be stored. Jobs of the same call that were stored are named in the
 * message; no other job of it exists.
 */
public class JobDispatchException extends JobQueueException {

	public JobDispatchException(String message) {
		super(message);
	}

	public JobDispatchException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
