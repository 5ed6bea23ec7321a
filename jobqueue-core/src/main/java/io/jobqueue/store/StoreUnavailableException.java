package io.jobqueue.store;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be reached, does not answer in time, or cannot take writes for now.
 * The same call may succeed later; whether this one had an effect is not known.
 */
public class StoreUnavailableException extends JobQueueException {

	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
