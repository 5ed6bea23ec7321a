package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A payload or a result could not be written, or could not be read as the requested type.
 */
public class PayloadException extends JobQueueException {

	public PayloadException(String message) {
		super(message);
	}

	public PayloadException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
