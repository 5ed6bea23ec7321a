package io.jobqueue;

import org.jspecify.annotations.Nullable;

/** A job that was awaited has not ended in time, or does not exist. */
public class JobAwaitException extends JobQueueException {

	public JobAwaitException(String message) {
		super(message);
	}

	public JobAwaitException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
