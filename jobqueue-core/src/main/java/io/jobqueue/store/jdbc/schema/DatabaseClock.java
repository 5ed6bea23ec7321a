package io.jobqueue.store.jdbc.schema;

import io.jobqueue.store.jdbc.dialect.H2Clock;

/** The clocks of the databases. */
public final class DatabaseClock {

	private DatabaseClock() {
	}

	/**
	 * An SQL expression for the time in milliseconds since 1970. Not by local times: some
	 * occur twice a year.
	 * @param platform the word for the database, see {@link JdbcSchema#platform()}
	 */
	public static String millis(String platform) {
		return switch (platform) {
			case "mysql", "mariadb" ->
				"timestampdiff(microsecond, timestamp '1970-01-01 00:00:00', utc_timestamp(3)) div 1000";
			case "postgresql" -> "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
			default -> H2Clock.MILLIS;
		};
	}

}
