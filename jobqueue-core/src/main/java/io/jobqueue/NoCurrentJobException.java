package io.jobqueue;

import org.jspecify.annotations.Nullable;

/** The current job was requested on a thread that does not run one. */
public class NoCurrentJobException extends JobQueueException {

	public NoCurrentJobException(String message) {
		super(message);
	}

	public NoCurrentJobException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
