package io.jobqueue.store.jdbc.schema;

import io.jobqueue.store.jdbc.dialect.SqlClock;

/** The clocks of the databases. */
public final class DatabaseClock {

	private DatabaseClock() {
	}

	/**
	 * An SQL expression for the time in milliseconds since 1970.
	 * @param platform the word for the database, see {@link JdbcSchema#platform()}
	 */
	public static String millis(String platform) {
		return (switch (platform) {
			case "mysql", "mariadb" -> SqlClock.INNODB;
			case "postgresql" -> SqlClock.POSTGRESQL;
			default -> SqlClock.H2;
		}).millis();
	}

}
