package io.jobqueue.store.jdbc.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The dialect of MariaDB. Its driver logs a warning for each error of the server, so a
 * key that is there already must not be an error.
 */
final class MariaDbDialect extends StandardDialect {

	private static final int DUPLICATE_KEY = 1062;

	/**
	 * NOT NULL, foreign keys and CHECK: what the server would refuse as SQLState 23000.
	 */
	private static final Set<Integer> CONSTRAINTS = Set.of(1048, 1216, 1451, 1452, 4025);

	private static final String CONSTRAINT_VIOLATION = "23000";

	/** All else that the server turns into a warning is an error of the data. */
	private static final String DATA_EXCEPTION = "22000";

	MariaDbDialect(String now, SessionBounds sessionBounds, SessionBounds brief, BatchBytes bytes) {
		super(now, true, sessionBounds, brief, bytes);
	}

	/**
	 * {@code insert ignore} turns errors of the data into warnings too. These are thrown,
	 * so that the transaction is rolled back.
	 */
	@Override
	void insertNew(JdbcTemplate jdbc, TableRows rows, Set<String> inserted) {
		String sql = sql("insert ignore", rows, rows.rows().size()) + " returning " + rows.columns().get(0).name();
		ArgumentPreparedStatementSetter values = new ArgumentPreparedStatementSetter(values(rows.rows()));
		inserted.addAll(jdbc.execute(sql, (PreparedStatement statement) -> {
			values.setValues(statement);
			List<String> keys = new ArrayList<>();
			try (ResultSet result = statement.executeQuery()) {
				while (result.next()) {
					keys.add(result.getString(1));
				}
				requireNoError(statement);
			}
			return keys;
		}));
	}

	private static void requireNoError(PreparedStatement statement) throws SQLException {
		for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
			if (warning.getErrorCode() != DUPLICATE_KEY) {
				throw new SQLException(warning.getMessage(),
						CONSTRAINTS.contains(warning.getErrorCode()) ? CONSTRAINT_VIOLATION : DATA_EXCEPTION,
						warning.getErrorCode());
			}
		}
	}

}
