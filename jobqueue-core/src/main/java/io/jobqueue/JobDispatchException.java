package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * One or more jobs could not be stored. The message says whether they were certainly not
 * stored, or that this is unknown. It names the jobs of the same call that were stored.
 */
public class JobDispatchException extends JobQueueException {

	public JobDispatchException(String message) {
		super(message);
	}

	public JobDispatchException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
