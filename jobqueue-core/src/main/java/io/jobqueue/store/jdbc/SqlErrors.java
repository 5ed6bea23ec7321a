package io.jobqueue.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.StoreFullException;
import io.jobqueue.store.StoreUnavailableException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * What an error of the database means to the caller. The codes are looked at before
 * Spring's classes, because drivers disagree on the classes.
 */
final class SqlErrors {

	/**
	 * Serialization failure; deadlock, lock timeout and the end of an idle transaction of
	 * PostgreSQL.
	 */
	private static final Set<String> DEADLOCK_STATES = Set.of("40001", "40P01", "55P03", "25P03");

	/**
	 * Lock wait timeout and deadlock of MySQL and MariaDB, record changed since last read
	 * of MariaDB; lock timeout, deadlock and concurrent update of H2.
	 */
	private static final Set<Integer> DEADLOCK_CODES = Set.of(1205, 1213, 1020, 50200, 40001, 90131);

	/** Of those, where the statement has waited for another transaction. */
	private static final Set<Integer> LOCK_TIMEOUT_CODES = Set.of(1205, 50200);

	/** Disk full of PostgreSQL. */
	private static final String DISK_FULL_STATE = "53100";

	/** Disk full, table full and file too large of MySQL and MariaDB. */
	private static final Set<Integer> FULL_CODES = Set.of(1021, 1114, 3675);

	private static final Set<String> MISSING_TABLE_STATES = Set.of("42P01", "42S02", "42S03", "42S04");

	private static final Set<String> MISSING_COLUMN_STATES = Set.of("42703", "42S22");

	/** Connection, resources, shutdown by an operator, a server that only reads. */
	private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58");

	private static final Set<String> UNAVAILABLE_STATES = Set.of("25006", "70100", "HYT00");

	/** Read-only and shutting down, of MySQL and MariaDB; closed database of H2. */
	private static final Set<Integer> UNAVAILABLE_CODES = Set.of(1290, 1792, 1836, 1053, 1040, 90098, 90121, 90067);

	private SqlErrors() {
	}

	/** Whether the same transaction may succeed if it is done again. */
	static boolean isDeadlock(Throwable failure) {
		SQLException sql = sqlException(failure);
		return sql != null && (DEADLOCK_STATES.contains(state(sql)) || DEADLOCK_CODES.contains(sql.getErrorCode()));
	}

	/** Whether another transaction has held a lock for longer than a step waits. */
	static boolean isLockTimeout(Throwable failure) {
		SQLException sql = sqlException(failure);
		return sql != null && ("55P03".equals(state(sql)) || LOCK_TIMEOUT_CODES.contains(sql.getErrorCode()));
	}

	/**
	 * The exception that tells the caller.
	 * @param schema what the tables should be, {@code null} while the database is unknown
	 */
	static RuntimeException translate(String operation, RuntimeException failure, @Nullable JdbcSchema schema) {
		boolean ofDatabase = failure instanceof DataAccessException || failure instanceof TransactionException;
		if (!ofDatabase) {
			return failure;
		}
		SQLException sql = sqlException(failure);
		String what = "The database could not " + operation + ": " + cause(failure, sql).getMessage();
		if (sql != null && (DISK_FULL_STATE.equals(state(sql)) || FULL_CODES.contains(sql.getErrorCode()))) {
			return new StoreFullException(what, failure);
		}
		if (sql != null && schema != null && isMissing(sql)) {
			return missing(schema, sql, failure);
		}
		if (isUnavailable(failure, sql)) {
			return new StoreUnavailableException(what, failure);
		}
		return new JobQueueException(what, failure);
	}

	private static boolean isMissing(SQLException sql) {
		return MISSING_TABLE_STATES.contains(state(sql)) || MISSING_COLUMN_STATES.contains(state(sql));
	}

	private static MissingSchemaException missing(JdbcSchema schema, SQLException sql, RuntimeException failure) {
		boolean column = MISSING_COLUMN_STATES.contains(state(sql));
		return new MissingSchemaException(
				("%s in the database of the job store (%s). The script '%s' makes them: run it by "
						+ "Flyway or Liquibase, or set 'jobqueue.jdbc.initialize-schema=always', or check "
						+ "'jobqueue.jdbc.table-prefix', which is '%s'")
					.formatted(column ? "The tables are not those of this version" : "There are no tables",
							sql.getMessage(), schema.location(), schema.tablePrefix()),
				schema.location(), failure);
	}

	private static boolean isUnavailable(RuntimeException failure, @Nullable SQLException sql) {
		if (failure instanceof CannotCreateTransactionException || failure instanceof TransactionSystemException
				|| failure instanceof TransientDataAccessException || failure instanceof RecoverableDataAccessException
				|| failure instanceof DataAccessResourceFailureException
				|| failure instanceof NonTransientDataAccessResourceException) {
			return true;
		}
		if (sql == null) {
			return false;
		}
		String state = state(sql);
		return sql instanceof SQLTransientException || sql instanceof SQLRecoverableException
				|| sql instanceof SQLNonTransientConnectionException || isDeadlock(failure)
				|| (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)))
				|| UNAVAILABLE_STATES.contains(state) || UNAVAILABLE_CODES.contains(sql.getErrorCode());
	}

	private static String state(SQLException sql) {
		String state = sql.getSQLState();
		return (state != null) ? state : "";
	}

	private static Throwable cause(RuntimeException failure, @Nullable SQLException sql) {
		return (sql != null) ? sql : failure;
	}

	private static @Nullable SQLException sqlException(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof java.sql.BatchUpdateException batch && batch.getNextException() != null) {
				return batch.getNextException();
			}
			if (cause instanceof SQLException sql) {
				return sql;
			}
		}
		return null;
	}

}
