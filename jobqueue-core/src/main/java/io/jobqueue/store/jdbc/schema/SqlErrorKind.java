package io.jobqueue.store.jdbc.schema;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an error of a database means, by its vendor code or SQLState. Vendor codes count
 * first: MySQL and MariaDB give the same SQLState to errors of all kinds.
 */
enum SqlErrorKind {

	/** The same transaction may succeed if it is done again at once. */
	CONFLICT(true),

	/** Another transaction held a lock for longer than the statement waits. */
	LOCKED(true),

	/** The database cannot do this for now, whatever the data is. */
	PASSING(true),

	/** No room on the disk or in the table space. */
	FULL(true),

	/** A table or a column is missing. */
	MISSING(true),

	/** The data cannot be stored. The driver's message may quote it. */
	REFUSED(false),

	/** Not in this table. The driver's message may quote data. */
	UNKNOWN(false);

	private static final Map<Integer, SqlErrorKind> CODES = new HashMap<>();

	private static final Map<String, SqlErrorKind> STATES = new HashMap<>();

	private static final Map<String, SqlErrorKind> CLASSES = new HashMap<>();

	static {
		// MySQL and MariaDB: deadlock, record changed since last read. H2: deadlock,
		// concurrent update.
		codes(CONFLICT, 1213, 1020, 40001, 90131);
		// MySQL and MariaDB, H2.
		codes(LOCKED, 1205, 50200);
		// MySQL and MariaDB: disk full, table full, file too large.
		codes(FULL, 1021, 1114, 3675);
		// MySQL and MariaDB: packet too large, too long, out of range, null, duplicate,
		// foreign key, row too large, incorrect value. Of MySQL: check constraint.
		codes(REFUSED, 1153, 1301, 1406, 1264, 1048, 1062, 1169, 1451, 1452, 1118, 1292, 1366, 1367, 3988, 3819);
		// Of MySQL and MariaDB: locks and transactions.
		codes(PASSING, 1206, 1180, 1196, 1223, 1412, 1637, 3572);
		// Connections, memory and resources.
		codes(PASSING, 1037, 1038, 1040, 1041, 1135, 1203, 1226, 1461);
		// Statements that are cancelled, too slow, or to be prepared again.
		codes(PASSING, 1243, 1317, 1615, 1927, 1969, 3024);
		// Read-only, and shutting down.
		codes(PASSING, 1053, 1290, 1792, 1836, 3100, 3101, 4031);
		// Rights.
		codes(PASSING, 1044, 1045, 1130, 1142, 1143, 1227, 1370, 1410, 1698, 1820, 3118, 4151);
		// Files and storage engines.
		codes(PASSING, 1015, 1016, 1026, 1030, 1033);
		// H2: closed, closing, broken connection, already open, files, rights, read-only.
		codes(PASSING, 90007, 90020, 90028, 90031, 90040, 90067, 90096, 90097, 90098, 90121, 57014);
		// Serialization failure, deadlock, end of an idle transaction.
		states(CONFLICT, "40001", "40P01", "25P03");
		states(LOCKED, "55P03");
		states(FULL, "53100");
		// Tables, columns and schemas.
		states(MISSING, "42P01", "42S02", "42S03", "42S04", "42703", "42S22", "3F000");
		// Rights; prepared statements that exist or do not, as behind a pooler; timeouts.
		states(PASSING, "42501", "42P05", "HYT00", "HYT01", "70100");
		// Plans that changed, connections, transactions, logins, prepared statements,
		// rollbacks, resources, locks, operators, systems, configuration files.
		classes(PASSING, "08", "0A", "25", "26", "28", "3D", "40", "53", "55", "57", "58", "F0");
		// Data, constraints, limits of the server, check options.
		classes(REFUSED, "22", "23", "44", "54");
	}

	private final boolean telling;

	SqlErrorKind(boolean telling) {
		this.telling = telling;
	}

	/** Whether the message of the driver may be passed on: it holds no data. */
	boolean isTelling() {
		return this.telling;
	}

	static SqlErrorKind of(SQLException error) {
		SqlErrorKind byCode = CODES.get(error.getErrorCode());
		if (byCode != null) {
			return byCode;
		}
		if (isTooLarge(error)) {
			return REFUSED;
		}
		String state = error.getSQLState();
		if (state == null || state.length() != 5) {
			return UNKNOWN;
		}
		return STATES.getOrDefault(state, CLASSES.getOrDefault(state.substring(0, 2), UNKNOWN));
	}

	/**
	 * Drivers that know the limit of the server refuse a packet before it is sent.
	 * PostgreSQL takes no value of 1 GB, which it calls an internal error.
	 */
	private static boolean isTooLarge(SQLException error) {
		if ("XX000".equals(error.getSQLState())
				&& String.valueOf(error.getMessage()).contains("invalid memory alloc request size")) {
			return true;
		}
		for (Throwable each = error; each != null; each = each.getCause()) {
			if (List.of("MaxAllowedPacketException", "PacketTooBigException")
				.contains(each.getClass().getSimpleName())) {
				return true;
			}
		}
		return false;
	}

	private static void codes(SqlErrorKind kind, Integer... codes) {
		List.of(codes).forEach((code) -> CODES.put(code, kind));
	}

	private static void states(SqlErrorKind kind, String... states) {
		List.of(states).forEach((state) -> STATES.put(state, kind));
	}

	private static void classes(SqlErrorKind kind, String... classes) {
		List.of(classes).forEach((name) -> CLASSES.put(name, kind));
	}

}
