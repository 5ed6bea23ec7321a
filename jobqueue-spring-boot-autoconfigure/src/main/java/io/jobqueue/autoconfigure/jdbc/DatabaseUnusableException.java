package io.jobqueue.autoconfigure.jdbc;

import io.jobqueue.JobQueueException;

/** Thrown if the database of the store does not reply. */
final class DatabaseUnusableException extends JobQueueException {

	DatabaseUnusableException(Throwable cause) {
		super("The database of the job store cannot be used: " + rootMessage(cause), cause);
	}

	private static String rootMessage(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root.getMessage() != null) ? root.getMessage() : root.getClass().getName();
	}

}
