package io.jobqueue.store.jdbc;

/**
 * The dialect of each database.
 */
final class Dialects {

	private Dialects() {
	}

	static Dialect of(Platform platform) {
		return switch (platform) {
			case H2 -> new StandardDialect("cast(extract(epoch from current_timestamp(6)) * 1000000 as bigint)", "");
			case MYSQL, MARIADB ->
				new StandardDialect("timestampdiff(microsecond, timestamp '1970-01-01 00:00:00', utc_timestamp(6))",
						" force index (primary)");
			case POSTGRESQL -> new PostgresDialect();
		};
	}

}
