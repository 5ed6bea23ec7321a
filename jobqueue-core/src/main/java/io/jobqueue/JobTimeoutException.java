package io.jobqueue;

import org.jspecify.annotations.Nullable;

/** An attempt exceeded its timeout. */
public class JobTimeoutException extends JobQueueException {

	public JobTimeoutException(String message) {
		super(message);
	}

	public JobTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
