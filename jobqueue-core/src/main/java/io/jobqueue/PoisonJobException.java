package io.jobqueue;

import org.jspecify.annotations.Nullable;

/** Too many workers in a row were lost while they ran this job. */
public class PoisonJobException extends JobQueueException {

	public PoisonJobException(String message) {
		super(message);
	}

	public PoisonJobException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
