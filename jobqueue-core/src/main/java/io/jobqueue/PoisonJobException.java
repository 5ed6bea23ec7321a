package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The workers that ran this job were lost too many times in a row.
 */
public class PoisonJobException extends JobQueueException {

	public PoisonJobException(String message) {
		super(message);
	}

	public PoisonJobException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
