package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the parts of a schema that are missing, and no statement runs where none is: even
 * {@code create index if not exists} waits for open transactions, and all that follow
 * wait behind it. Applications that start together look again after each other.
 */
final class SchemaCreation {

	private static final Logger logger = LoggerFactory.getLogger(SchemaCreation.class);

	/** Others may do the same at the same time, and one of them comes first. */
	private static final int ATTEMPTS = 5;

	/**
	 * For the turn of this application, and then for locks of transactions that use the
	 * tables: these must not wait behind an index for long.
	 */
	private static final List<String> POSTGRESQL_TURN = List.of(
			"select set_config('lock_timeout', '30s', true), set_config('client_min_messages', 'warning', true)",
			"select pg_advisory_xact_lock(hashtext('jobqueue schema'))",
			"select set_config('lock_timeout', '5s', true)");

	private final JdbcSchema schema;

	private final Platform platform;

	private final List<SchemaPart> parts;

	SchemaCreation(JdbcSchema schema, Platform platform) {
		this.schema = schema;
		this.platform = platform;
		this.parts = SchemaPart.parse(schema.script());
	}

	/**
	 * What is missing, in the order in which it can be made.
	 * @throws MissingSchemaException if a table is there and lacks a column
	 */
	List<SchemaPart> missing(Connection connection) throws SQLException {
		Catalog catalog = new Catalog(connection, this.platform);
		List<SchemaPart> missing = new ArrayList<>();
		Set<String> missingTables = new TreeSet<>();
		for (SchemaPart part : this.parts) {
			if (part.isTable()) {
				Set<String> columns = catalog.columns(part.table());
				if (columns.isEmpty()) {
					missing.add(part);
					missingTables.add(part.table());
				}
				else {
					requireColumns(part, columns);
				}
			}
			else if (missingTables.contains(part.table()) || !catalog.hasIndex(part.table(), part.index())) {
				missing.add(part);
			}
		}
		return missing;
	}

	private void requireColumns(SchemaPart table, Set<String> columns) {
		Set<String> lacking = new TreeSet<>(table.columns());
		lacking.removeAll(columns);
		if (!lacking.isEmpty()) {
			throw new MissingSchemaException(
					("The table '%s' is not that of this version: it lacks the columns %s. The script '%s' makes it "
							+ "where it is missing and does not change it: add the columns, or drop the tables of "
							+ "jobqueue if their jobs are not needed")
						.formatted(table.table(), lacking, this.schema.location()),
					this.schema.location(), null);
		}
	}

	/** Make what is missing. */
	void createMissing(Connection connection) throws SQLException {
		for (int attempt = 1; !missing(connection).isEmpty(); attempt++) {
			try {
				if (this.platform == Platform.POSTGRESQL) {
					createInTurn(connection);
				}
				else {
					create(connection);
				}
			}
			catch (SQLException ex) {
				if (attempt == ATTEMPTS || SqlErrorKind.of(ex) == SqlErrorKind.MISSING) {
					throw ex;
				}
				logger.debug("The schema could not be made in attempt {}, others may make it too", attempt, ex);
			}
		}
	}

	private void createInTurn(Connection connection) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			for (String statement : POSTGRESQL_TURN) {
				execute(connection, statement);
			}
			create(connection);
			connection.commit();
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
	}

	private void create(Connection connection) throws SQLException {
		for (SchemaPart part : missing(connection)) {
			execute(connection, part.statement());
			logger.info("Made the {}", part);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
