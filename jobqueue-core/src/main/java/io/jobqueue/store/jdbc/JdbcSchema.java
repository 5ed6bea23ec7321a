package io.jobqueue.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import javax.sql.DataSource;

import io.jobqueue.JobQueueException;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The script that makes the tables of the store. The scripts on the class path are plain
 * SQL with the default prefix, so that Flyway, Liquibase or a person can run them as they
 * are; {@link #script()} has the prefix replaced. Immutable.
 */
public final class JdbcSchema {

	/** What the names of all tables begin with by default. */
	public static final String DEFAULT_PREFIX = "jobqueue_";

	/**
	 * Where the scripts are on the class path; {@code @@platform@@} stands for
	 * {@code h2}, {@code postgresql}, {@code mysql} or {@code mariadb}.
	 */
	public static final String LOCATION = "io/jobqueue/store/jdbc/schema-@@platform@@.sql";

	private final Platform platform;

	private final String tablePrefix;

	JdbcSchema(Platform platform, String tablePrefix) {
		this.platform = platform;
		this.tablePrefix = requirePrefix(tablePrefix);
	}

	/**
	 * The schema for the database that a DataSource leads to; asks it over a connection.
	 * @throws io.jobqueue.store.StoreUnavailableException if there is no connection
	 * @throws JobQueueException if the store does not work with that database
	 */
	public static JdbcSchema of(DataSource dataSource, String tablePrefix) {
		try {
			Platform platform = new JdbcTemplate(dataSource).execute(Platform::of);
			return new JdbcSchema(Objects.requireNonNull(platform), tablePrefix);
		}
		catch (DataAccessException ex) {
			throw SqlErrors.translate("say what it is", ex, null, SqlErrors.Effect.NONE);
		}
	}

	static String requirePrefix(String prefix) {
		if (!prefix.matches("[A-Za-z_][A-Za-z0-9_]{0,39}")) {
			throw new IllegalArgumentException("'tablePrefix' must be 1 to 40 letters, digits and '_', not beginning "
					+ "with a digit, but was '" + prefix + "'");
		}
		return prefix;
	}

	/** The word for the database: {@code h2}, {@code postgresql}, … */
	public String platform() {
		return this.platform.id();
	}

	/** What the names of all tables begin with. */
	public String tablePrefix() {
		return this.tablePrefix;
	}

	/** Where the script is on the class path. */
	public String location() {
		return LOCATION.replace("@@platform@@", this.platform.id());
	}

	/** The script, with the prefix of this schema in place of the default one. */
	public String script() {
		try (InputStream script = JdbcSchema.class.getClassLoader().getResourceAsStream(location())) {
			if (script == null) {
				throw new IllegalStateException("No '" + location() + "' on the class path");
			}
			return new String(script.readAllBytes(), StandardCharsets.UTF_8).replace(DEFAULT_PREFIX, this.tablePrefix);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The script '" + location() + "' cannot be read", ex);
		}
	}

}
