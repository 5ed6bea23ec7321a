package io.jobqueue.store.jdbc.step;

import java.util.List;
import java.util.Optional;

import io.jobqueue.JobId;
import io.jobqueue.store.UniqueKeys;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.UniqueRow;

import org.jspecify.annotations.Nullable;

/** The owners of unique keys. */
public record JdbcUniqueKeys(Database database) implements UniqueKeys {

	private static final String OWNER = "select name, id, until_at from {p}unique where name = :name";

	@Override
	public @Nullable JobId owner(String queue, String name) {
		return this.database.read("look for the owner of a unique key",
				() -> owner(queue, name, OWNER, this.database.now()));
	}

	@Override
	public @Nullable JobId release(String queue, String name) {
		return this.database.own("free a unique key", () -> {
			JobId owner = owner(queue, name, OWNER + " for update", this.database.begin());
			this.database.sql("delete from {p}unique where name = :name")
				.param("name", UniqueRow.name(queue, name))
				.update();
			return Optional.ofNullable(owner);
		}).orElse(null);
	}

	private @Nullable JobId owner(String queue, String name, String sql, StepClock now) {
		List<UniqueRow> rows = this.database.sql(sql)
			.param("name", UniqueRow.name(queue, name))
			.query((row, number) -> UniqueRow.of(row))
			.list();
		return (rows.isEmpty() || rows.get(0).isOver(now)) ? null : rows.get(0).id();
	}

}
