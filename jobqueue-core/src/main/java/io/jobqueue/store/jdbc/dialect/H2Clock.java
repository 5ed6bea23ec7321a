package io.jobqueue.store.jdbc.dialect;

/**
 * The clock of H2. Its functions for the time stand still within a transaction; UUIDs of
 * version 7 do not, so their time is taken: 48 bits of milliseconds, 4 bits of the
 * version and 12 bits of a fraction (RFC 9562, sections 5.7 and 6.2, method 3).
 */
public final class H2Clock {

	/** An SQL expression for the time in microseconds since 1970. */
	public static final String MICROS = time("b / 65536 * 1000 + mod(b, 4096) * 1000 / 4096");

	/** An SQL expression for the time in milliseconds since 1970. */
	public static final String MILLIS = time("b / 65536");

	private H2Clock() {
	}

	private static String time(String ofBits) {
		return "(select " + ofBits
				+ " from (select cast(substring(cast(random_uuid(7) as binary(16)) from 1 for 8) as bigint) as b))";
	}

}
