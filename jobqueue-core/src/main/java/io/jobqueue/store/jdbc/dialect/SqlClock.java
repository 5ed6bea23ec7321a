package io.jobqueue.store.jdbc.dialect;

/** SQL expressions for the time since 1970, which goes on within a transaction. */
public enum SqlClock {

	/**
	 * The functions for the time stand still within a transaction; UUIDs of version 7 do
	 * not, so their time is taken: 48 bits of milliseconds, 4 bits of the version and 12
	 * bits of a fraction (RFC 9562, sections 5.7 and 6.2, method 3).
	 */
	H2(ofUuid("b / 65536 * 1000 + mod(b, 4096) * 1000 / 4096"), ofUuid("b / 65536")),

	/** Not by local times: some occur twice a year. */
	INNODB(ofUtc(""), ofUtc(" div 1000")),

	/** Not that of the begin of the transaction, as of {@code now()}. */
	POSTGRESQL("cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)",
			"cast(extract(epoch from clock_timestamp()) * 1000 as bigint)");

	private final String micros;

	private final String millis;

	SqlClock(String micros, String millis) {
		this.micros = micros;
		this.millis = millis;
	}

	private static String ofUuid(String time) {
		return "(select " + time
				+ " from (select cast(substring(cast(random_uuid(7) as binary(16)) from 1 for 8) as bigint) as b))";
	}

	private static String ofUtc(String part) {
		return "timestampdiff(microsecond, timestamp '1970-01-01 00:00:00', utc_timestamp(6))" + part;
	}

	/** An expression for the time in microseconds. */
	public String micros() {
		return this.micros;
	}

	/** An expression for the time in milliseconds. */
	public String millis() {
		return this.millis;
	}

}
