package io.jobqueue;

import org.jspecify.annotations.Nullable;

/** A handler class or method is not a task of this application. */
public class UnknownTaskException extends JobQueueException {

	public UnknownTaskException(String message) {
		super(message);
	}

	public UnknownTaskException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
