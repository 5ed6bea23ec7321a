package io.jobqueue.store.jdbc.schema;

import io.jobqueue.store.jdbc.dialect.H2Clock;

/** The clocks of the databases. */
public final class DatabaseClock {

	private DatabaseClock() {
	}

	/**
	 * An SQL expression for the time in milliseconds since 1970.
	 * @param platform the word for the database, see {@link JdbcSchema#platform()}
	 */
	public static String millis(String platform) {
		return switch (platform) {
			case "mysql", "mariadb" -> "cast(unix_timestamp(now(3)) * 1000 as signed)";
			case "postgresql" -> "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
			default -> H2Clock.MILLIS;
		};
	}

}
