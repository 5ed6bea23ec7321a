package io.jobqueue.store.jdbc.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.jobqueue.AuditEntry;
import io.jobqueue.store.audit.AuditAct;
import io.jobqueue.store.audit.AuditPosition;
import io.jobqueue.store.audit.AuditRetention;
import io.jobqueue.store.audit.AuditStore;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;

import org.jspecify.annotations.Nullable;

/**
 * The audit. Rows have ascending numbers, so that the oldest ones are found by the
 * primary key.
 */
public record JdbcAudit(Database database) implements AuditStore {

	private static final int PRUNED = 200;

	private static final String PAGE = "select * from {p}audit where id < :before order by id desc limit :limit";

	private static final String RANGE = "select min(id) as oldest, max(id) as newest from {p}audit";

	private static final String OVER = "select id from {p}audit order by id desc limit 1 offset :count";

	private static final String OLD = """
			select coalesce(max(id), 0) from (select id, created_at from {p}audit order by id limit :limit) oldest
			where created_at < :time
			""";

	/** Those that another session deletes are skipped. */
	private static final String LOCK = """
			select id from {p}audit{by:primary} where id <= :last order by id limit :limit for update skip locked
			""";

	private static final String DELETE = "delete from {p}audit where id = ?";

	@Override
	public void append(AuditAct act, AuditRetention retention) {
		this.database.own("keep an act", () -> {
			StepClock now = this.database.begin();
			Object[] row = { act.token(), now.millis(), StoredText.of(act.user()), StoredText.of(act.action()),
					StoredText.of(act.target()), act.count() };
			this.database.dialect()
				.insertNew(this.database.jdbc(), this.database.rows(Table.AUDIT, List.<Object[]>of(row)));
			return prune(retention, PRUNED, now);
		});
	}

	@Override
	public List<AuditEntry> page(@Nullable AuditPosition before, int limit) {
		return this.database.read("read the audit",
				() -> this.database.sql(PAGE)
					.param("before", (before != null) ? before.number() : Long.MAX_VALUE)
					.param("limit", limit)
					.query((row, number) -> entry(row))
					.list());
	}

	private static AuditEntry entry(ResultSet row) throws SQLException {
		long time = row.getLong("created_at");
		return new AuditEntry(new AuditPosition(time, row.getLong("id")).toString(), Instant.ofEpochMilli(time),
				StoredText.read(row.getString("user_name")), StoredText.read(row.getString("action")),
				StoredText.read(row.getString("target")), row.getLong("changed"));
	}

	@Override
	public int prune(AuditRetention retention, int limit) {
		return this.database.own("delete old acts", () -> prune(retention, limit, this.database.begin()));
	}

	private int prune(AuditRetention retention, int limit, StepClock now) {
		long last = Math.max(beyondCount(retention.count()), beyondAge(now.after(retention.age().negated()), limit));
		if (last <= 0) {
			return 0;
		}
		List<Object[]> locked = this.database.sql(LOCK)
			.param("last", last)
			.param("limit", limit)
			.query((row, number) -> new Object[] { row.getLong("id") })
			.list();
		this.database.jdbc().batchUpdate(this.database.expand(DELETE), locked);
		return locked.size();
	}

	/** Rows are counted only when there may be too many: numbers can have gaps. */
	private long beyondCount(int count) {
		long range = this.database.sql(RANGE)
			.query((row, number) -> row.getLong("newest") - row.getLong("oldest"))
			.single();
		if (range < count) {
			return 0;
		}
		return this.database.sql(OVER).param("count", count).query(Long.class).optional().orElse(0L);
	}

	private long beyondAge(long time, int limit) {
		return this.database.sql(OLD).param("limit", limit).param("time", time).query(Long.class).single();
	}

}
