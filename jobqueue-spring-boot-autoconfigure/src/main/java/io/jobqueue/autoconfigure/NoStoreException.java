package io.jobqueue.autoconfigure;

import io.jobqueue.JobQueueException;

/**
 * The store that was configured has no back end here.
 */
final class NoStoreException extends JobQueueException {

	NoStoreException(String message) {
		super(message);
	}

}
