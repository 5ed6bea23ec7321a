package io.jobqueue.store.jdbc.raw;

import java.time.Instant;
import java.util.List;

import io.jobqueue.RawQueueInfo.DeadItem;
import io.jobqueue.store.form.StoredText;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.raw.RawMove;
import io.jobqueue.store.raw.RawStore;

/** The items that cannot become jobs, the newest with the highest id. */
record DeadItems(Database database) {

	private static final String COUNT = """
			select count(*) from (select id from {p}raw_dead where {ordered:queue :queue}
			order by queue, id limit %s) counted
			""".formatted(RawStore.MOST_DEAD);

	private static final String NEWEST = """
			select * from {p}raw_dead where {ordered:queue :queue} order by queue desc, id desc limit :limit
			""";

	private static final String OVER = """
			select id from {p}raw_dead where {ordered:queue :queue} order by queue desc, id desc limit 1 offset %s
			""".formatted(RawStore.MOST_DEAD);

	/** Those that another session deletes are skipped. */
	private static final String LOCK = """
			select id from {p}raw_dead where {ordered:queue :queue} and id <= :last order by queue, id limit 500
			for update skip locked
			""";

	private static final String DELETE = "delete from {p}raw_dead where id = ?";

	/** Keep items, in the transaction of the caller, and delete some beyond the bound. */
	void add(String queue, List<RawMove> moves, StepClock now) {
		if (moves.isEmpty()) {
			return;
		}
		List<Object[]> rows = moves.stream()
			.map((move) -> new Object[] { queue, text(move), StoredText.of(String.valueOf(move.reason())),
					now.millis() })
			.toList();
		this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.RAW_DEAD, rows));
		this.database.sql(OVER).param("queue", queue).query(Long.class).optional().ifPresent((last) -> {
			List<Object[]> over = this.database.sql(LOCK)
				.param("queue", queue)
				.param("last", last)
				.query((row, number) -> new Object[] { row.getLong("id") })
				.list();
			this.database.jdbc().batchUpdate(this.database.expand(DELETE), over);
		});
	}

	private static String text(RawMove move) {
		String text = move.entry().text();
		return move.cut() ? StoredText.cut(text, RawStore.LONGEST_BEGINNING) : text;
	}

	long count(String queue) {
		return this.database.sql(COUNT).param("queue", queue).query(Long.class).single();
	}

	List<DeadItem> newest(String queue, int limit) {
		return this.database.sql(NEWEST)
			.param("queue", queue)
			.param("limit", limit)
			.query((row, number) -> new DeadItem(Instant.ofEpochMilli(row.getLong("died_at")), row.getString("payload"),
					StoredText.read(row.getString("reason"))))
			.list();
	}

}
