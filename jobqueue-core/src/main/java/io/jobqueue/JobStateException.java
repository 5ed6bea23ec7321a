package io.jobqueue;

import org.jspecify.annotations.Nullable;

/**
 * An operation that the status of the job does not allow, such as the deletion of a
 * running job.
 */
public class JobStateException extends JobQueueException {

	public JobStateException(String message) {
		super(message);
	}

	public JobStateException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
