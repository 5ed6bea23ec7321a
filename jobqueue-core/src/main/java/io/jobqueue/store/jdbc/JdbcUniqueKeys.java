package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.Optional;

import io.jobqueue.JobId;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.UniqueRow;

import org.jspecify.annotations.Nullable;

/** The owners of unique keys. */
record JdbcUniqueKeys(Database database) implements UniqueKeys {

	private static final String OWNER = "select name, id, until_at from {p}unique where name = :name";

	private static final String OVER = """
			select name from {p}unique where until_at <= :now order by until_at limit :limit
			""";

	private static final String LOCK_OVER = """
			select name from {p}unique{by:primary} where name {in:ids} and until_at <= :now order by name
			for update skip locked
			""";

	private static final int MAX_OVER = 200;

	/**
	 * Delete some of the keys that have run out, in the present transaction.
	 * @return whether there may be more that no other session keeps locked
	 */
	boolean tidy(StepClock now) {
		List<String> over = this.database.sql(OVER)
			.param("now", now.millis())
			.param("limit", MAX_OVER)
			.query(String.class)
			.list();
		if (over.isEmpty()) {
			return false;
		}
		List<Object[]> locked = this.database.sql(LOCK_OVER)
			.param("ids", this.database.dialect().ids(over))
			.param("now", now.millis())
			.query((row, number) -> new Object[] { row.getString("name") })
			.list();
		this.database.jdbc().batchUpdate(this.database.expand("delete from {p}unique where name = ?"), locked);
		return !locked.isEmpty() && over.size() == MAX_OVER;
	}

	@Override
	public @Nullable JobId owner(String queue, String name) {
		return this.database.read("look for the owner of a unique key", () -> owner(queue, name, OWNER));
	}

	@Override
	public @Nullable JobId release(String queue, String name) {
		return this.database.own("free a unique key", () -> {
			JobId owner = owner(queue, name, OWNER + " for update");
			this.database.sql("delete from {p}unique where name = :name")
				.param("name", UniqueRow.name(queue, name))
				.update();
			return Optional.ofNullable(owner);
		}).orElse(null);
	}

	private @Nullable JobId owner(String queue, String name, String sql) {
		List<UniqueRow> rows = this.database.sql(sql)
			.param("name", UniqueRow.name(queue, name))
			.query((row, number) -> UniqueRow.of(row))
			.list();
		return (rows.isEmpty() || rows.get(0).isOver(this.database.now())) ? null : rows.get(0).id();
	}

}
