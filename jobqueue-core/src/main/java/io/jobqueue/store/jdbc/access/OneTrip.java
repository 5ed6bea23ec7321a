package io.jobqueue.store.jdbc.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.schema.SqlErrors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Several statements in one round trip, where {@link Dialect#pipelines()}. Each of them
 * sees what others have committed until then, as over a round trip of its own. Each
 * parameter needs a type: the driver asks the server for types that it does not know, and
 * from then on waits for the answer of all that comes before such a statement.
 */
public final class OneTrip {

	private static final String FAILED_TRANSACTION = "25P02";

	private final Database database;

	private final JdbcTemplate jdbc;

	/** The texts of statements that are run together: as many as the code has. */
	private final Map<List<String>, Text> texts = new ConcurrentHashMap<>();

	public OneTrip(Database database) {
		this.database = database;
		this.jdbc = database.jdbc();
	}

	/**
	 * Run both, each in a transaction, over a connection that commits each statement.
	 * @param first is committed before the second one begins
	 * @param second is not run if the first one fails
	 * @param parameters those of both
	 * @param committing set to whether the first one may have been committed
	 * @throws StoreUnavailableException if the second one failed: its error hides what
	 * the first one answered
	 */
	public <A, B> Answers<A, B> run(Query<A> first, Query<B> second, Map<String, ?> parameters,
			AtomicBoolean committing) {
		return send(Unsent.NOTHING, text("begin", first.sql, "commit", second.sql), parameters, (statement) -> {
			execute(statement, committing);
			List<A> firsts = new ArrayList<>(next(statement, first.mapper));
			statement.getMoreResults();
			return new Answers<>(firsts, next(statement, second.mapper));
		});
	}

	/**
	 * Commit the present transaction, for which its manager then finds nothing left to
	 * do.
	 * @param before is sent before the commit, if there is something to send
	 * @param committing set to whether it may have been committed
	 */
	public void commit(Unsent before, AtomicBoolean committing) {
		if (!before.isEmpty()) {
			send(before, text("commit"), Map.of(), (statement) -> {
				execute(statement, committing);
				return committing;
			});
		}
	}

	/**
	 * As {@link #commit}, and read what is committed after that.
	 * @param readings are run before the commit
	 * @throws StoreUnavailableException if it was committed and the statement failed
	 */
	public <T> List<T> commitAndRead(Unsent before, List<Reading<?>> readings, Query<T> query,
			Map<String, ?> parameters, AtomicBoolean committing) {
		Text text = text(Stream.concat(sql(readings), Stream.of("commit", query.sql)).toArray(String[]::new));
		return send(before, text, parameters, (statement) -> {
			execute(statement, committing);
			take(readings, statement);
			return next(statement, query.mapper);
		});
	}

	/**
	 * Run statements in the present transaction, one after the other.
	 * @param before is sent before them
	 */
	public void read(Unsent before, Map<String, ?> parameters, List<Reading<?>> readings) {
		send(before, text(sql(readings).toArray(String[]::new)), parameters, (statement) -> {
			statement.execute();
			take(readings, statement);
			return readings;
		});
	}

	private static Stream<String> sql(List<Reading<?>> readings) {
		return readings.stream().map((reading) -> reading.query.sql);
	}

	private static void take(List<Reading<?>> readings, PreparedStatement statement) throws SQLException {
		for (Reading<?> reading : readings) {
			reading.take(statement);
		}
	}

	private <T> T send(Unsent before, Text text, Map<String, ?> parameters, PreparedStatementCallback<T> action) {
		@Nullable Object[] own = text.values(parameters);
		int offset = before.values().length;
		@Nullable Object[] values = Arrays.copyOf(before.values(), offset + own.length, Object[].class);
		System.arraycopy(own, 0, values, offset, own.length);
		String sql = before.isEmpty() ? text.sql : before.sql() + ";" + text.sql;
		ArgumentPreparedStatementSetter setter = new ArgumentPreparedStatementSetter(values);
		T answer = this.jdbc.execute(sql, (PreparedStatementCallback<T>) (statement) -> {
			setter.setValues(statement);
			return action.doInPreparedStatement(statement);
		});
		if (answer == null) {
			throw new IllegalStateException("The driver gave no answers");
		}
		return answer;
	}

	private Text text(String... statements) {
		return this.texts.computeIfAbsent(List.of(statements),
				(key) -> Text.of(key.stream().map(this.database::expand).collect(Collectors.joining(";"))));
	}

	/** The rows of the next result that has some. */
	private static <T> List<T> next(PreparedStatement statement, RowMapper<T> mapper) throws SQLException {
		while (statement.getResultSet() == null) {
			if (!statement.getMoreResults() && statement.getUpdateCount() == -1) {
				throw new SQLException("The driver gave fewer results than there were statements");
			}
		}
		List<T> rows = new ArrayList<>();
		ResultSet result = statement.getResultSet();
		while (result.next()) {
			T row = mapper.mapRow(result, rows.size());
			if (row != null) {
				rows.add(row);
			}
		}
		return rows;
	}

	private static void execute(PreparedStatement statement, AtomicBoolean committing) throws SQLException {
		committing.set(true);
		try {
			statement.execute();
		}
		catch (SQLException ex) {
			if (SqlErrors.isConnectionLost(ex)) {
				throw ex;
			}
			boolean rolledBack = rollBack(statement.getConnection(), ex);
			committing.set(!rolledBack);
			if (!rolledBack) {
				throw new StoreUnavailableException(
						"The database failed after a commit, so that its answer is missing: "
								+ SqlErrors.safe(ex).getMessage(),
						SqlErrors.safe(ex), false);
			}
			throw ex;
		}
	}

	/**
	 * End the transaction if it is still there. A connection that may be in one must not
	 * go back to its pool.
	 * @return whether it was
	 */
	private static boolean rollBack(Connection connection, SQLException cause) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			if (isIdle(statement)) {
				return false;
			}
			statement.execute("rollback");
			return true;
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
			connection.abort(Runnable::run);
			return false;
		}
	}

	private static boolean isIdle(Statement statement) throws SQLException {
		try {
			return statement.execute("select 1");
		}
		catch (SQLException ex) {
			if (FAILED_TRANSACTION.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Statements whose named parameters were replaced once. To do so in each call takes
	 * as long as to send them.
	 *
	 * @param sql the text for the driver
	 * @param named the text with named parameters
	 */
	private record Text(String sql, ParsedSql named) {

		static Text of(String sql) {
			ParsedSql named = NamedParameterUtils.parseSqlStatement(sql);
			return new Text(NamedParameterUtils.substituteNamedParameters(named, null), named);
		}

		@Nullable Object[] values(Map<String, ?> parameters) {
			return NamedParameterUtils.buildValueArray(this.named, new Parameters(parameters), null);
		}

	}

	private record Parameters(Map<String, ?> values) implements SqlParameterSource {

		@Override
		public boolean hasValue(String name) {
			return this.values.containsKey(name);
		}

		@Override
		public @Nullable Object getValue(String name) {
			if (!hasValue(name)) {
				throw new IllegalArgumentException("The parameter '%s' has no value".formatted(name));
			}
			return this.values.get(name);
		}

	}

	/**
	 * A statement that answers with rows.
	 *
	 * @param sql its text, with the marks of {@link SqlTexts} and named parameters
	 * @param mapper reads a row
	 */
	public record Query<T>(String sql, RowMapper<T> mapper) {
	}

	/**
	 * A statement, and once it is run its answer.
	 *
	 * @param query the statement
	 * @param rows the rows that it answered
	 */
	public record Reading<T>(Query<T> query, List<T> rows) {

		public Reading(String sql, RowMapper<T> mapper) {
			this(new Query<>(sql, mapper), new ArrayList<>());
		}

		private void take(PreparedStatement statement) throws SQLException {
			this.rows.addAll(next(statement, this.query.mapper));
			statement.getMoreResults();
		}

	}

	/**
	 * What both answered.
	 *
	 * @param first the rows of the first one
	 * @param second the rows of the second one
	 */
	public record Answers<A, B>(List<A> first, List<B> second) {
	}

}
