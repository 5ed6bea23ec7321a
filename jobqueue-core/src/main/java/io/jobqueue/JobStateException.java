package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * The status of a job does not allow an operation, such as the deletion of a running job.
 */
public class JobStateException extends JobQueueException {

	public JobStateException(String message) {
		super(message);
	}

	public JobStateException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
