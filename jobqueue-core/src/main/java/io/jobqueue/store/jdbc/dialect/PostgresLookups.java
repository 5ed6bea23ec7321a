package io.jobqueue.store.jdbc.dialect;

/**
 * Finds rows by a list of keys, each by the index that leads to it. PostgreSQL chooses an
 * index by statistics. While a table is small, one is as good as another, and it keeps
 * the plan: later it reads a whole index, dead rows included.
 * <p>
 * The column {@code id} is the last one of the primary key of some tables. Here the rows
 * of one id are asked for in the order of their ids, which only the other index has. The
 * condition on {@code ctid}, which always holds, keeps it from reading all columns from
 * the index of the primary key.
 */
final class PostgresLookups {

	private static final String ROWS = "select %s from %s t where t.id >= %s and t.id <= %s and t.ctid <> '(0,0)'"
			+ " order by t.id limit %s";

	/** More than one job has: for the planner, which else expects a share of all rows. */
	private static final int MOST_ROWS = 100;

	/** The offset keeps the database from joining in another order. */
	private static final String OF_LIMITS = "unnest(cast(:ids as text[])) k (key) cross join lateral"
			+ " (select * from %s where queue = :queue and limit_key = k.key offset 0) %s where true";

	private PostgresLookups() {
	}

	/** A condition: the row is one of those with the ids of an array. */
	static String of(String table, String ids) {
		return "ctid = any(array(select f.ctid from unnest(cast(%s as text[])) k (key) cross join lateral (%s) f))"
			.formatted(ids, ROWS.formatted("t.ctid", table, "k.key", "k.key", MOST_ROWS));
	}

	/**
	 * Limits of a queue, by both columns: for a list of the second one, the database may
	 * read all limits of the queue.
	 */
	static String ofLimits(String table, String alias) {
		return OF_LIMITS.formatted(table, alias);
	}

	/**
	 * A range of one value. With an equality the order is that of the ids alone, and the
	 * database may follow the index of all ids, over rows with other values, because it
	 * expects the value soon.
	 */
	static String ordered(String column, String value) {
		return "%1$s between %2$s and %2$s".formatted(column, value);
	}

	/** What a join takes in place of a table that has at most one row with an id. */
	static String join(String table, String alias, String id) {
		return "lateral (%s) %s on true".formatted(ROWS.formatted("t.*", table, id, id, 1), alias);
	}

}
