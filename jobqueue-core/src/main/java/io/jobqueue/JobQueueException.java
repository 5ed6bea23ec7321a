package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions of jobqueue.
 */
public class JobQueueException extends RuntimeException {

	public JobQueueException(String message) {
		super(message);
	}

	public JobQueueException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
