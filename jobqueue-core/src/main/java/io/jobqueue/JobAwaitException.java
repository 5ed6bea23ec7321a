package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A job did not end in the time that the caller was ready to wait, or does not exist.
 */
public class JobAwaitException extends JobQueueException {

	public JobAwaitException(String message) {
		super(message);
	}

	public JobAwaitException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
