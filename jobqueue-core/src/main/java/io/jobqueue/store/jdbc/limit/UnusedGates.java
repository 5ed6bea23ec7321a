package io.jobqueue.store.jdbc.limit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;

/**
 * Deletes limits that are not in use: without running or waiting jobs, and whose rate and
 * hold allow a start. It goes on at the last one that it has found. Not for use by
 * several threads.
 */
public final class UnusedGates {

	private static final String UNUSED = """
			g.tat <= :micros and g.held_until <= :now
			and not exists (select 1 from {p}slot s where s.queue = g.queue and s.limit_key = g.limit_key)
			and not exists (select 1 from {p}blocked b where b.queue = g.queue and b.limit_key = g.limit_key)
			""";

	private static final int BATCH = 500;

	private static final String FIND = "select g.limit_key from {p}gate g where g.queue = :queue and " + UNUSED
			+ " and g.limit_key >= :last order by g.limit_key limit " + BATCH;

	private static final String LOCK = """
			select limit_key from {limits:gate g}
			order by queue, limit_key for update skip locked
			""";

	private static final String STILL = "select g.limit_key from {limits:gate g} and " + UNUSED + " and {now} > 0";

	private static final String DELETE = "delete from {p}gate where queue = ? and limit_key = ?";

	private final Database database;

	private String last = "";

	public UnusedGates(Database database) {
		this.database = database;
	}

	/**
	 * Delete some, in the present transaction.
	 * @return whether there may be more
	 */
	public boolean delete(String queue, StepClock now) {
		List<String> unused = find(FIND, queue, now, List.of());
		if (unused.isEmpty()) {
			return false;
		}
		this.last = unused.get(unused.size() - 1);
		List<String> locked = this.database.sql(LOCK)
			.param("queue", queue)
			.param("ids", this.database.dialect().ids(unused))
			.query(String.class)
			.list();
		if (!locked.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(this.database.expand(DELETE),
						find(STILL, queue, now, locked).stream().map((key) -> new Object[] { queue, key }).toList());
		}
		return unused.size() == BATCH;
	}

	private List<String> find(String sql, String queue, StepClock now, List<String> keys) {
		Map<String, Object> parameters = new HashMap<>(
				Map.of("queue", queue, "micros", now.micros(), "now", now.millis()));
		if (keys.isEmpty()) {
			parameters.put("last", this.last);
		}
		else {
			parameters.put("ids", this.database.dialect().ids(keys));
		}
		return this.database.sql(sql).params(parameters).query(String.class).list();
	}

}
