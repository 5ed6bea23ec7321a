package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A request, a name or an option cannot be used. The message quotes the value and states
 * what is accepted.
 */
public class InvalidJobException extends JobQueueException {

	public InvalidJobException(String message) {
		super(message);
	}

	public InvalidJobException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
