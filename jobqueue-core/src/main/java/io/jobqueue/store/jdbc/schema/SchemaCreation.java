package io.jobqueue.store.jdbc.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import io.jobqueue.store.jdbc.dialect.Platform;

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

	/** For others, until what they make can be seen. */
	private static final Duration EFFECT_WAIT = Duration.ofSeconds(5);

	/**
	 * For others that make tables, on a slow machine. H2 waits for a lock two seconds
	 * only.
	 */
	private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

	private static final int MOST_PAUSE_MILLIS = 100;

	/**
	 * For the turn of this application, and then for locks of transactions that use the
	 * tables: these must not wait behind an index for long.
	 */
	private static final List<String> POSTGRESQL_TURN = List.of(
			"select set_config('lock_timeout', '30s', true), set_config('client_min_messages', 'warning', true)",
			"select pg_advisory_xact_lock(hashtext('jobqueue schema'))",
			"select set_config('lock_timeout', '5s', true)");

	/**
	 * H2 copies a table that gets a column, and loses an index that another connection
	 * makes meanwhile. Applications of one process take turns.
	 */
	private static final Lock H2_TURN = new ReentrantLock();

	private final JdbcSchema schema;

	private final Platform platform;

	private final List<SchemaPart> parts;

	/** Of the newest script that this release has. */
	private final int known;

	SchemaCreation(JdbcSchema schema, Platform platform) {
		this.schema = schema;
		this.platform = platform;
		this.parts = new ArrayList<>();
		List<String> locations = schema.locations();
		this.known = locations.size();
		for (int i = 0; i < this.known; i++) {
			String location = locations.get(i);
			this.parts.addAll(SchemaPart.parse(new SchemaPart.Script(i + 1, location), schema.script(location)));
		}
	}

	/**
	 * What is missing, in the order in which it can be made.
	 * @throws MissingSchemaException if a table is there and lacks a column
	 * @throws io.jobqueue.store.error.NewerReleaseException if the tables are of a newer
	 * release
	 */
	List<SchemaPart> missing(Connection connection) throws SQLException {
		DatabaseCatalog catalog = new DatabaseCatalog(connection, this.platform);
		SchemaNotes notes = notes(connection, catalog);
		List<SchemaPart> missing = new ArrayList<>();
		Set<String> missingTables = new TreeSet<>();
		for (SchemaPart part : this.parts) {
			if (isMissing(part, catalog, notes, missingTables)) {
				missing.add(part);
			}
		}
		return missing;
	}

	private SchemaNotes notes(Connection connection, DatabaseCatalog catalog) throws SQLException {
		SchemaPart version = this.parts.stream()
			.filter((part) -> part.kind() == SchemaPart.Kind.VERSION)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No script notes its version"));
		SchemaNotes notes = SchemaNotes.read(connection, catalog, version);
		notes.requireKnown(this.known, this.schema.tablePrefix());
		return notes;
	}

	private boolean isMissing(SchemaPart part, DatabaseCatalog catalog, SchemaNotes notes, Set<String> missingTables)
			throws SQLException {
		return switch (part.kind()) {
			case TABLE -> {
				Set<String> columns = catalog.columns(part.table());
				if (columns.isEmpty()) {
					missingTables.add(part.table());
					yield true;
				}
				requireColumns(part, columns);
				yield false;
			}
			case INDEX -> missingTables.contains(part.table()) || !catalog.hasIndex(part.table(), part.name());
			case COLUMN -> !catalog.columns(part.table()).containsAll(part.columns());
			case VERSION, OTHER -> !notes.has(part.script());
		};
	}

	private void requireColumns(SchemaPart table, Set<String> columns) {
		Set<String> lacking = new TreeSet<>(table.columns());
		lacking.removeAll(columns);
		if (!lacking.isEmpty()) {
			String location = table.script().location();
			throw new MissingSchemaException(
					("The table '%s' is not that of this version: it lacks the columns %s. The script '%s' makes it "
							+ "where it is missing and does not change it: add the columns, or drop the tables of "
							+ "jobqueue if their jobs are not needed")
						.formatted(table.table(), lacking, location),
					location, null);
		}
	}

	/** Look whether all but indexes is there. */
	void requireTables(Connection connection) throws SQLException {
		List<SchemaPart> missing = missing(connection).stream()
			.filter((part) -> part.kind() != SchemaPart.Kind.INDEX)
			.toList();
		if (missing.isEmpty()) {
			return;
		}
		SchemaPart first = missing.get(0);
		String scripts = missing.stream()
			.map((part) -> "'" + part.script().location() + "'")
			.distinct()
			.collect(Collectors.joining(", "));
		int newest = notes(connection, new DatabaseCatalog(connection, this.platform)).newest();
		String what = (newest > 0 && first.script().version() > newest)
				? "The tables of jobqueue have schema version %d, but this release needs version %d".formatted(newest,
						this.known)
				: "There is no %s in the database".formatted(first);
		throw new MissingSchemaException(
				"%s. Run %s by Flyway or Liquibase, or set 'jobqueue.jdbc.initialize-schema=always', or check "
					.formatted(what, scripts) + "'jobqueue.jdbc.table-prefix', which is '" + this.schema.tablePrefix()
						+ "'",
				first.script().location(), null);
	}

	/**
	 * Make what is missing. Each statement is committed, whatever the connection does by
	 * default, so that others see it and this one sees what others make.
	 */
	void createMissing(Connection connection) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(true);
		try {
			if (this.platform == Platform.H2) {
				createInTurnOfH2(connection);
			}
			else {
				createUntilComplete(connection);
			}
		}
		finally {
			restore(connection, autoCommit);
		}
	}

	private void createInTurnOfH2(Connection connection) throws SQLException {
		H2_TURN.lock();
		try {
			createUntilComplete(connection);
		}
		finally {
			H2_TURN.unlock();
		}
	}

	private void createUntilComplete(Connection connection) throws SQLException {
		long start = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			try {
				List<SchemaPart> missing = missing(connection);
				if (missing.isEmpty()) {
					return;
				}
				if (attempt > ATTEMPTS && isOver(start, EFFECT_WAIT)) {
					throw noEffect(attempt - 1, missing.get(0));
				}
				if (this.platform == Platform.POSTGRESQL) {
					createInTurn(connection);
				}
				else {
					create(connection);
				}
			}
			catch (SQLException ex) {
				// H2 shows a table that another application makes before it can be used,
				// or its indexes be listed.
				if (attempt >= ATTEMPTS && (!SqlErrors.isLockTimeout(ex) || isOver(start, LOCK_WAIT))) {
					throw ex;
				}
				logger.debug("The schema could not be created in attempt {}; another process may create it too",
						attempt, ex);
			}
			LockSupport
				.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, MOST_PAUSE_MILLIS)));
		}
	}

	private static boolean isOver(long start, Duration time) {
		return System.nanoTime() - start > time.toNanos();
	}

	private static MissingSchemaException noEffect(int attempts, SchemaPart first) {
		String location = first.script().location();
		return new MissingSchemaException(("The %s is still missing after the script '%s' ran %d times: "
				+ "check that the user of the DataSource can read what it creates")
			.formatted(first, location, attempts), location, null);
	}

	private void createInTurn(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		try {
			for (String statement : POSTGRESQL_TURN) {
				execute(connection, statement);
			}
			create(connection);
			connection.commit();
		}
		finally {
			restore(connection, true);
		}
	}

	/** A connection that is broken cannot be changed, and must not hide why it is. */
	private static void restore(Connection connection, boolean autoCommit) {
		try {
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
			connection.setAutoCommit(autoCommit);
		}
		catch (SQLException ex) {
			logger.debug("A connection broke before its auto-commit could be restored", ex);
		}
	}

	private void create(Connection connection) throws SQLException {
		for (SchemaPart part : missing(connection)) {
			execute(connection, part.statement());
			logger.info("Created the {}", part);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
