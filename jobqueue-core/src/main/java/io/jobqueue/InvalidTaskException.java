package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * A task whose declaration cannot be used. The message names the bean, the mistake and
 * the way out.
 */
public class InvalidTaskException extends JobQueueException {

	public InvalidTaskException(String message) {
		super(message);
	}

	public InvalidTaskException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
