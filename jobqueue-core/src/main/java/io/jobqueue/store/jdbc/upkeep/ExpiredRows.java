package io.jobqueue.store.jdbc.upkeep;

import java.util.List;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;

/** Tables whose rows have no effect after the time in their column {@code until_at}. */
public enum ExpiredRows {

	/** Unique keys that have expired. */
	UNIQUE_KEYS("unique", "name"),

	/** Permits of rate limiters that count in no period any more. */
	PERMITS("permit", "rate_key"),

	/** Statistics of periods that no query asks for. */
	STATISTICS("statistic", "id");

	private static final int BATCH = 200;

	private final String key;

	private final String find;

	private final String lock;

	private final String delete;

	ExpiredRows(String table, String key) {
		this.key = key;
		this.find = "select %s from {p}%s where until_at <= :now order by until_at limit :limit".formatted(key, table);
		this.lock = """
				select %1$s from {p}%2$s{by:primary} where %1$s {in:ids} and until_at <= :now
				order by %1$s for update skip locked
				""".formatted(key, table);
		this.delete = "delete from {p}%s where %s = ?".formatted(table, key);
	}

	/**
	 * Delete some that no other session keeps locked, in the present transaction.
	 * @return whether there may be more of them
	 */
	public boolean delete(Database database, StepClock now) {
		List<String> expired = database.sql(this.find)
			.param("now", now.millis())
			.param("limit", BATCH)
			.query(String.class)
			.list();
		if (expired.isEmpty()) {
			return false;
		}
		List<Object[]> locked = database.sql(this.lock)
			.param("ids", database.dialect().ids(expired))
			.param("now", now.millis())
			.query((row, number) -> new Object[] { row.getString(this.key) })
			.list();
		database.jdbc().batchUpdate(database.expand(this.delete), locked);
		return !locked.isEmpty() && expired.size() == BATCH;
	}

}
