package io.jobqueue.store.jdbc.schema;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.row.Table;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Turns an error of the database into the exception of the store. Neither its message nor
 * its causes hold what drivers quote: values of rows, and statements.
 */
public final class SqlErrors {

	private static final int MAX_MESSAGE = 300;

	private static final int MAX_DEPTH = 50;

	/** PostgreSQL: ended by its administrator, crashed, starting. */
	private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", "57P03");

	private SqlErrors() {
	}

	/** Whether the same transaction may succeed if it is done again. */
	public static boolean isConflict(Throwable failure) {
		SQLException sql = sqlException(failure);
		return sql != null && (SqlErrorKind.of(sql) == SqlErrorKind.CONFLICT || isLockTimeout(failure));
	}

	/** Whether another transaction has held a lock for longer than a step waits. */
	public static boolean isLockTimeout(Throwable failure) {
		SQLException sql = sqlException(failure);
		return sql != null && SqlErrorKind.of(sql) == SqlErrorKind.LOCKED;
	}

	/** Whether the connection has ended, as all others of that server may have. */
	public static boolean isConnectionLost(Throwable failure) {
		SQLException sql = sqlException(failure);
		String state = (sql != null) ? sql.getSQLState() : null;
		return sql instanceof SQLNonTransientConnectionException || sql instanceof SQLRecoverableException
				|| (state != null && (state.startsWith("08") || SHUTDOWN.contains(state)));
	}

	/**
	 * The exception for the caller.
	 * @param operation what could not be done, as in "The database could not …"
	 * @param failure what the driver or Spring threw; of another origin it is returned
	 * @param schema what the tables should be, {@code null} while the database is unknown
	 * @param effect whether the operation may have had an effect
	 */
	public static RuntimeException translate(String operation, RuntimeException failure, @Nullable JdbcSchema schema,
			Effect effect) {
		if (!(failure instanceof DataAccessException || failure instanceof TransactionException)) {
			return failure;
		}
		SQLException sql = sqlException(failure);
		SqlErrorKind kind = kind(failure, sql, effect);
		Throwable safe = (sql != null) ? safe(sql, kind) : failure;
		String what = "The database could not " + operation + ": "
				+ ((kind == SqlErrorKind.LOCKED) ? locked(failure, schema) : "") + safe.getMessage();
		boolean noEffect = effect == Effect.NONE || failure instanceof CannotCreateTransactionException
				|| failure instanceof CannotGetJdbcConnectionException;
		return switch (kind) {
			case CONFLICT, LOCKED, PASSING -> new StoreUnavailableException(what, safe, noEffect);
			case FULL -> new StoreFullException(what, safe, noEffect);
			case MISSING -> (schema != null && sql != null) ? missing(schema, sql, safe)
					: new StoreUnavailableException(what, safe, noEffect);
			case REFUSED -> new StoreRefusedException(what, safe);
			case UNKNOWN -> new JobQueueException(what, safe);
		};
	}

	/** The statement, which Spring quotes, names the tables; it is not shown itself. */
	private static String locked(RuntimeException failure, @Nullable JdbcSchema schema) {
		String text = String.valueOf(failure.getMessage());
		List<String> tables = (schema != null) ? Stream.of(Table.values())
			.map((table) -> schema.tablePrefix() + table.id())
			.filter((table) -> Pattern.compile("\\b" + Pattern.quote(table) + "\\b").matcher(text).find())
			.toList() : List.of();
		return tables.isEmpty() ? "another transaction holds locks: "
				: "another transaction holds locks in the table " + String.join(" or ", tables) + ": ";
	}

	/** What the database says about a missing table or column, if it is that. */
	public static Optional<Throwable> missing(RuntimeException failure) {
		return Optional.ofNullable(sqlException(failure))
			.filter((sql) -> SqlErrorKind.of(sql) == SqlErrorKind.MISSING)
			.map(SqlErrors::safe);
	}

	private static SqlErrorKind kind(RuntimeException failure, @Nullable SQLException sql, Effect effect) {
		SqlErrorKind kind = (sql != null) ? SqlErrorKind.of(sql) : SqlErrorKind.UNKNOWN;
		// A commit that fails is a matter of the database, and its effect is unknown.
		boolean passes = kind == SqlErrorKind.UNKNOWN && (isPassing(failure, sql) || effect == Effect.COMMITTING);
		return passes ? SqlErrorKind.PASSING : kind;
	}

	private static MissingSchemaException missing(JdbcSchema schema, SQLException sql, Throwable cause) {
		boolean column = "42703".equals(sql.getSQLState()) || "42S22".equals(sql.getSQLState());
		return new MissingSchemaException(
				("%s in the database of the job store (%s). The script '%s' makes them: run it by "
						+ "Flyway or Liquibase, or set 'jobqueue.jdbc.initialize-schema=always', or check "
						+ "'jobqueue.jdbc.table-prefix', which is '%s'")
					.formatted(column ? "The tables are not those of this version" : "There are no tables",
							cause.getMessage(), schema.locations().get(0), schema.tablePrefix()),
				schema.locations().get(0), cause);
	}

	/** What Spring and JDBC say where the code of the driver says nothing. */
	private static boolean isPassing(RuntimeException failure, @Nullable SQLException sql) {
		return failure instanceof CannotCreateTransactionException || failure instanceof TransactionSystemException
				|| failure instanceof TransientDataAccessException || failure instanceof RecoverableDataAccessException
				|| failure instanceof DataAccessResourceFailureException
				|| failure instanceof NonTransientDataAccessResourceException || isPassing(sql);
	}

	private static boolean isPassing(@Nullable SQLException sql) {
		return sql instanceof SQLTransientException || sql instanceof SQLRecoverableException
				|| sql instanceof SQLNonTransientConnectionException;
	}

	/** The same error, its place in the code, and of its text what holds no data. */
	public static SQLException safe(SQLException error) {
		return safe(error, SqlErrorKind.of(error));
	}

	private static SQLException safe(SQLException error, SqlErrorKind kind) {
		StringBuilder text = new StringBuilder(error.getClass().getName());
		String message = safeMessage(error, kind.isTelling() || isPassing(error));
		if (!message.isEmpty()) {
			text.append(": ").append(message);
		}
		if (error.getSQLState() != null || error.getErrorCode() != 0) {
			text.append(" (SQLState ")
				.append(error.getSQLState())
				.append(", code ")
				.append(error.getErrorCode())
				.append(')');
		}
		SQLException safe = new SQLException(text.toString(), error.getSQLState(), error.getErrorCode());
		safe.setStackTrace(error.getStackTrace());
		return safe;
	}

	/**
	 * The first line: those after it are details, which quote the row, or the statement.
	 * Where the error is one of the data, only what stands before the first quotation.
	 */
	private static String safeMessage(SQLException error, boolean telling) {
		String message = error.getMessage();
		if (message == null) {
			return "";
		}
		String start = message.substring(0, Math.min(message.length(), MAX_MESSAGE));
		String line = start.lines().findFirst().orElse("");
		return (telling ? line.split("; SQL statement|; query is|Query is:", 2)[0]
				: line.split("['\"`(\\[:]", 2)[0] + "…")
			.strip();
	}

	private static @Nullable SQLException sqlException(Throwable failure) {
		int depth = 0;
		for (Throwable cause = failure; cause != null && depth < MAX_DEPTH; cause = cause.getCause()) {
			if (cause instanceof BatchUpdateException batch && batch.getNextException() != null) {
				return batch.getNextException();
			}
			if (cause instanceof SQLException sql) {
				return sql;
			}
			depth++;
		}
		return null;
	}

	/** How far an operation came before it failed. */
	public enum Effect {

		/** It was not committed, and is rolled back. */
		NONE,
		/** Its statements were done; whether they were committed is not known. */
		COMMITTING

	}

}
