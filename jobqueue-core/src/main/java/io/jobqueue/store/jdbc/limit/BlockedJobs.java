package io.jobqueue.store.jdbc.limit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;

/**
 * Jobs that wait for a limit, whose gate is locked. They keep their place in line.
 */
final class BlockedJobs {

	/** How many jobs go on at once at most. */
	private static final int MOST = 500;

	private static final String FIRST = """
			select b.*, {address} from {p}blocked b{by:primary} where queue = :queue and limit_key = :key
			order by queue, limit_key, sort_rank, due_at, sequence_number, id limit :limit for update skip locked
			""";

	private static final String HEADS = """
			select b.* from (select (select h.id from {p}blocked h
			where h.queue = g.queue and h.limit_key = g.limit_key and {now} > 0
			order by h.queue, h.limit_key, h.sort_rank, h.due_at, h.sequence_number, h.id limit 1) as id
			from {limits:gate g}) f join {join:blocked b:f.id}
			""";

	private static final String REST = """
			select id from {p}blocked where queue = :queue and limit_key = :key and {now} > 0 limit :limit
			""";

	private final Database database;

	BlockedJobs(Database database) {
		this.database = database;
	}

	/** Let ready jobs, whose rows are locked, wait for the limits. */
	void park(Map<Gate, List<QueueEntry>> waiting) {
		List<QueueEntry> ready = new ArrayList<>();
		List<Object[]> rows = new ArrayList<>();
		waiting.forEach((gate, slots) -> slots.forEach((slot) -> {
			ready.add(slot);
			rows.add(slot.withMarks(slot.marks() | QueueEntry.BLOCKED).values(gate.key));
		}));
		move(keys(Table.READY, ready, QueueEntry::key), Table.BLOCKED, rows);
	}

	/**
	 * Let the first jobs go on that wait for a limit. Those that another transaction has
	 * locked are looked at by the next claim.
	 * @return how many
	 */
	int letGo(Gate gate, int most, StepClock now) {
		int limit = Math.min(most, MOST);
		List<QueueEntry> first = this.database.sql(FIRST)
			.param("queue", gate.queue)
			.param("key", gate.key)
			.param("limit", limit)
			.query((row, number) -> QueueEntry.locked(row))
			.list();
		List<String> ids = first.stream().map(QueueEntry::id).toList();
		if (first.size() < limit) {
			boolean locked = hasMore(gate, ids);
			gate.look(locked ? gate.parked() : null, locked ? Long.valueOf(now.millis()) : null);
		}
		else if (limit < most) {
			gate.look(gate.parked(), now.millis());
		}
		move(keys(Table.BLOCKED, first, (slot) -> new Object[] { slot.id() }), Table.READY,
				first.stream().map((slot) -> slot.withMarks(slot.marks() & ~QueueEntry.BLOCKED).values()).toList());
		return first.size();
	}

	/** Read the first job that waits for each of some limits. */
	void readHeads(String queue, Map<String, Gate> gates) {
		if (!gates.isEmpty()) {
			this.database.sql(HEADS)
				.param("queue", queue)
				.param("ids", this.database.dialect().ids(gates.keySet()))
				.query((row) -> {
					Objects.requireNonNull(gates.get(row.getString("limit_key"))).head(QueueEntry.of(row));
				});
		}
	}

	private boolean hasMore(Gate gate, List<String> ids) {
		Set<String> there = new HashSet<>(this.database.sql(REST)
			.param("queue", gate.queue)
			.param("key", gate.key)
			.param("limit", ids.size() + 1)
			.query(String.class)
			.list());
		ids.forEach(there::remove);
		return !there.isEmpty();
	}

	/** The rows of some jobs, by their addresses if they have some. */
	private Dialect.TableKeys keys(Table table, List<QueueEntry> slots, Function<QueueEntry, Object[]> key) {
		boolean addressed = slots.stream().allMatch((slot) -> slot.address() != null);
		return addressed
				? this.database.addresses(table, slots.stream().map((slot) -> new Object[] { slot.address() }).toList())
				: this.database.keys(table, slots.stream().map(key).toList());
	}

	private void move(Dialect.TableKeys from, Table to, List<Object[]> rows) {
		if (!rows.isEmpty()) {
			this.database.dialect().write(this.database.jdbc(), List.of(from), List.of(this.database.rows(to, rows)));
		}
	}

}
