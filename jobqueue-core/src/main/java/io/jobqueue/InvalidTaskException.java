package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The declaration of a task cannot be used. The message names the bean, the mistake and a
 * remedy.
 */
public class InvalidTaskException extends JobQueueException {

	public InvalidTaskException(String message) {
		super(message);
	}

	public InvalidTaskException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
