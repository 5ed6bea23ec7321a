package io.jobqueue.store.jdbc.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.jobqueue.JobQueueException;
import io.jobqueue.store.jdbc.dialect.Platform;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The scripts that make the tables of the store, numbered from 1 without a gap. The
 * scripts on the class path are plain SQL with the default prefix, so that Flyway,
 * Liquibase or a person can run them as they are; {@link #script()} has all of them, with
 * the prefix replaced. Each notes its number in the table
 * {@code jobqueue_schema_version}. Immutable.
 */
public final class JdbcSchema {

	/** What the names of all tables begin with by default. */
	public static final String DEFAULT_PREFIX = "jobqueue_";

	/**
	 * Where the scripts are on the class path; {@code @@platform@@} stands for
	 * {@code h2}, {@code postgresql}, {@code mysql} or {@code mariadb}, and
	 * {@code @@version@@} for the number.
	 */
	public static final String LOCATION = "io/jobqueue/store/jdbc/schema/@@platform@@/V@@version@@__jobqueue.sql";

	/** The first group is there before the name of an index. */
	private static final Pattern PREFIX = Pattern
		.compile("(index if not exists |\\tkey |add key |unique key )?" + DEFAULT_PREFIX);

	private final Platform platform;

	private final String tablePrefix;

	private final String location;

	public JdbcSchema(Platform platform, String tablePrefix) {
		this(platform, tablePrefix, LOCATION);
	}

	private JdbcSchema(Platform platform, String tablePrefix, String location) {
		this.platform = platform;
		this.tablePrefix = TablePrefix.require(tablePrefix);
		this.location = location.replace("@@platform@@", platform.id());
	}

	/**
	 * The schema for the database that a DataSource leads to; asks it over a connection.
	 * @throws io.jobqueue.store.error.StoreUnavailableException if there is no connection
	 * @throws JobQueueException if the store does not work with that database
	 */
	public static JdbcSchema of(DataSource dataSource, String tablePrefix) {
		return of(dataSource, tablePrefix, LOCATION);
	}

	/**
	 * As {@link #of(DataSource, String)}, by other scripts of the same form.
	 * @param location where they are on the class path, with {@code @@platform@@} and
	 * {@code @@version@@}
	 */
	public static JdbcSchema of(DataSource dataSource, String tablePrefix, String location) {
		try {
			Platform platform = new JdbcTemplate(dataSource).execute(Platform::of);
			return new JdbcSchema(Objects.requireNonNull(platform), tablePrefix, location);
		}
		catch (DataAccessException ex) {
			throw SqlErrors.translate("say what it is", ex, null, SqlErrors.Effect.NONE);
		}
	}

	/** The word for the database: {@code h2}, {@code postgresql}, … */
	public String platform() {
		return this.platform.id();
	}

	/** What the names of all tables begin with. */
	public String tablePrefix() {
		return this.tablePrefix;
	}

	/** Where the scripts are on the class path, in the order in which they run. */
	public List<String> locations() {
		List<String> locations = new ArrayList<>();
		for (int version = 1; exists(location(version)); version++) {
			locations.add(location(version));
		}
		if (locations.isEmpty()) {
			throw new IllegalStateException("No '" + location(1) + "' on the class path");
		}
		return List.copyOf(locations);
	}

	private String location(int version) {
		return this.location.replace("@@version@@", Integer.toString(version));
	}

	private static boolean exists(String location) {
		return JdbcSchema.class.getClassLoader().getResource(location) != null;
	}

	/** All scripts, with the prefix of this schema in place of the default one. */
	public String script() {
		return locations().stream().map(this::script).collect(Collectors.joining("\n"));
	}

	/** One of the scripts, with the prefix of this schema. */
	String script(String location) {
		try (InputStream script = JdbcSchema.class.getClassLoader().getResourceAsStream(location)) {
			if (script == null) {
				throw new IllegalStateException("No '" + location + "' on the class path");
			}
			String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
			return PREFIX.matcher(text).replaceAll((name) -> Matcher.quoteReplacement(prefix(name.group(1))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The script '" + location + "' cannot be read", ex);
		}
	}

	/** The name of an index has no schema before it, except in H2. */
	private String prefix(@Nullable String beforeIndex) {
		if (beforeIndex == null) {
			return this.tablePrefix;
		}
		return beforeIndex + ((this.platform == Platform.H2) ? this.tablePrefix
				: this.tablePrefix.substring(this.tablePrefix.indexOf('.') + 1));
	}

	/**
	 * Make what the scripts make and is missing, and change nothing else. Where nothing
	 * is missing that needs no right to make tables. May be called by many at once.
	 * @throws MissingSchemaException if that is not allowed or fails, or a table is there
	 * and lacks a column that no script adds
	 * @throws io.jobqueue.store.error.NewerReleaseException if a newer release changed
	 * the tables in a way that this one does not know
	 * @throws io.jobqueue.store.error.StoreUnavailableException if the database is
	 * unavailable
	 */
	public void createMissing(DataSource dataSource) {
		SchemaCreation creation = new SchemaCreation(this, this.platform);
		withConnection(dataSource, (connection) -> {
			try {
				creation.createMissing(connection);
			}
			catch (SQLException ex) {
				String location = locations().get(0);
				throw new MissingSchemaException(
						"What is missing of jobqueue's schema could not be made: " + SqlErrors.safe(ex).getMessage()
								+ ". Run '" + String.join("', '", locations())
								+ "' as a user who may, or give that right to the user of the DataSource",
						location, SqlErrors.safe(ex));
			}
		});
	}

	/**
	 * Look whether the tables are there, with the columns of this version.
	 * @throws MissingSchemaException if not; the message names the scripts to run
	 * @throws io.jobqueue.store.error.NewerReleaseException if a newer release changed
	 * the tables in a way that this one does not know
	 * @throws io.jobqueue.store.error.StoreUnavailableException if the database is
	 * unavailable
	 */
	public void requireTables(DataSource dataSource) {
		SchemaCreation creation = new SchemaCreation(this, this.platform);
		withConnection(dataSource, creation::requireTables);
	}

	private static void withConnection(DataSource dataSource, Work work) {
		try {
			new JdbcTemplate(dataSource).execute((Connection connection) -> {
				work.run(connection);
				return true;
			});
		}
		catch (DataAccessException ex) {
			throw SqlErrors.translate("look for the tables", ex, null, SqlErrors.Effect.NONE);
		}
	}

	/** Something to do over a connection. */
	private interface Work {

		void run(Connection connection) throws SQLException;

	}

}
