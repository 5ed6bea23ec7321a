package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The current job was asked for on a thread that runs none.
 */
public class NoCurrentJobException extends JobQueueException {

	public NoCurrentJobException(String message) {
		super(message);
	}

	public NoCurrentJobException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
