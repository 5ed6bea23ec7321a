package io.jobqueue.store.jdbc.dialect;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jobqueue.JobQueueException;

/**
 * The databases that the store works with, and the least version of each.
 */
public enum Platform {

	H2("H2", "h2", "2.3"), POSTGRESQL("PostgreSQL", "postgresql", "12"),

	/** The collation of the tables came with this version. */
	MYSQL("MySQL", "mysql", "8.0.17"),

	MARIADB("MariaDB", "mariadb", "10.6");

	private static final Pattern NUMBER = Pattern.compile("\\G\\.?([0-9]{1,9})");

	private static final Set<String> UNUSABLE_MODES = Set.of("ORACLE", "MSSQLSERVER", "DERBY", "STRICT");

	private final String product;

	private final String id;

	private final String least;

	Platform(String product, String id, String least) {
		this.product = product;
		this.id = id;
		this.least = least;
	}

	/** The word for it in names of scripts, the same that Spring Boot uses. */
	public String id() {
		return this.id;
	}

	/**
	 * Which one a connection leads to.
	 * @throws JobQueueException if the store does not work with it
	 */
	public static Platform of(Connection connection) throws SQLException {
		DatabaseMetaData database = connection.getMetaData();
		String product = database.getDatabaseProductName();
		String version = database.getDatabaseProductVersion();
		for (Platform platform : values()) {
			if (platform.is(product, version)) {
				platform.requireVersion(version);
				if (platform == H2) {
					requireMode(connection);
				}
				return platform;
			}
		}
		throw new JobQueueException("The JDBC store works with PostgreSQL, MySQL, MariaDB and H2, but the DataSource "
				+ "leads to '" + product + "' " + version);
	}

	/**
	 * How many bytes the server takes at once; the limit that counts for this connection.
	 */
	public BatchBytes bytes(Connection connection) throws SQLException {
		if (this != MYSQL && this != MARIADB) {
			return BatchBytes.UNLIMITED;
		}
		try (Statement statement = connection.createStatement();
				ResultSet packet = statement.executeQuery("select @@max_allowed_packet")) {
			return packet.next() ? new BatchBytes(packet.getLong(1)) : BatchBytes.UNLIMITED;
		}
	}

	private boolean is(String product, String version) {
		// The driver of MySQL calls a MariaDB server MySQL, but gives its version in
		// full.
		boolean mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
		return (this == MARIADB && mariaDb) || (this.product.equalsIgnoreCase(product) && !(this == MYSQL && mariaDb));
	}

	/** Oracle takes an empty text for none; the others do not know the clause LIMIT. */
	private static void requireMode(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet mode = statement.executeQuery(
						"select SETTING_VALUE from INFORMATION_SCHEMA.SETTINGS where SETTING_NAME = 'MODE'")) {
			if (mode.next() && UNUSABLE_MODES.contains(mode.getString(1).toUpperCase(Locale.ROOT))) {
				throw new JobQueueException(("The JDBC store does not work with H2 in MODE=%s: take it out of the "
						+ "URL of the DataSource, or give jobqueue a DataSource of its own (@JobQueueDataSource)")
					.formatted(mode.getString(1)));
			}
		}
	}

	/**
	 * By the numbers that the server gives. A number that it leaves out is let pass, such
	 * as the third one of '8.0.mysql_aurora.3.02'.
	 */
	void requireVersion(String version) {
		// A server behind the prefix '5.5.5-', an old trick of MariaDB's, is let pass.
		boolean disguised = this == MARIADB && version.startsWith("5.5.5-");
		if (!disguised && isOlder(version, this.least)) {
			throw new JobQueueException("The JDBC store needs %s %s or later, but the server is %s"
				.formatted(this.product, this.least, version));
		}
	}

	private static boolean isOlder(String version, String least) {
		Matcher actual = NUMBER.matcher(version);
		for (String number : least.split("\\.")) {
			if (!actual.find()) {
				return false;
			}
			int difference = Integer.compare(Integer.parseInt(actual.group(1)), Integer.parseInt(number));
			if (difference != 0) {
				return difference < 0;
			}
		}
		return false;
	}

}
