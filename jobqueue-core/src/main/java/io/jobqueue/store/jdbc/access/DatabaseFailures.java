package io.jobqueue.store.jdbc.access;

import java.util.Optional;

import io.jobqueue.store.jdbc.schema.SqlErrors;

/**
 * Failures of a database as exceptions of the store, for those who write to its tables in
 * other packages. Neither messages nor causes hold data of rows.
 */
public final class DatabaseFailures {

	private DatabaseFailures() {
	}

	/**
	 * The exception of the store for one of Spring's JDBC or transactions; another one as
	 * it is.
	 * @param operation what could not be done, as in "The database could not …"
	 * @param failure what was thrown
	 * @param committing whether it may have been committed
	 */
	public static RuntimeException translate(String operation, RuntimeException failure, boolean committing) {
		return SqlErrors.translate(operation, failure, null,
				committing ? SqlErrors.Effect.COMMITTING : SqlErrors.Effect.NONE);
	}

	/** What the database says about a missing table or column, if it is that. */
	public static Optional<Throwable> missingTable(RuntimeException failure) {
		return SqlErrors.missing(failure);
	}

}
