package io.jobqueue.store.error;

import io.jobqueue.JobQueueException;

import org.jspecify.annotations.Nullable;

/**
 * The store refuses the data of a call for good, such as a text that is too large. The
 * same call would be refused again. Of a call for several jobs, none or some were stored;
 * the refused one was not.
 */
public class StoreRefusedException extends JobQueueException {

	/**
	 * The data was refused.
	 * @param message what was refused and why, without data of jobs
	 * @param cause the error of the driver, without data of jobs
	 */
	public StoreRefusedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
