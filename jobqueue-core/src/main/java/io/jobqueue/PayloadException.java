package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A payload or a result could not be written, or not be read as the type that was asked
 * for.
 */
public class PayloadException extends JobQueueException {

	public PayloadException(String message) {
		super(message);
	}

	public PayloadException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
