package io.jobqueue.store.jdbc.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.Limit;
import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.Column;
import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * The rows of limits. A transaction that starts jobs of a limit, or makes jobs ready that
 * wait for it, has locked its row. A transaction locks the rows of jobs first, then gates
 * by their queue and key; waiting jobs that others have locked are passed over. Workers
 * pass over gates too that stay locked: the transaction may be one that a worker has left
 * open. Gates are inserted by steps of their own, so that no step waits for the end of
 * another.
 */
final class Gates {

	private static final String LOCK = """
			select g.*, {now} as micros from {limits:gate g}
			order by queue, limit_key for update
			""";

	private static final String LOCK_FREE = """
			select g.*, {now} as micros from {limits:gate g}
			order by queue, limit_key for update skip locked
			""";

	private static final String THERE = """
			select limit_key from {limits:gate g} and {now} > 0
			""";

	/** Claims and finishes have a gate for a moment. About 150 ms in all. */
	private static final int LOOKS = 20;

	private static final int LONGEST_PAUSE = 3;

	/**
	 * The clock keeps H2 from answering by a result that it has kept from before the
	 * lock.
	 */
	private static final String USED = """
			select limit_key, count(*) as running from {limits:slot s} and {now} > 0
			group by limit_key
			""";

	private static final String USED_BY_ALL = "select count(*) from {p}running where queue = :queue and {now} > 0";

	private static final String HELD = """
			select limit_key, held_until from {limits:gate g} and held_until > :now
			""";

	private static final String SERVED = """
			select limit_key, served from {limits:gate g}
			""";

	private static final String DUE = """
			select limit_key from {p}gate where queue = :queue and parked is not null
			and (parked <> :version or look_at <= :now) order by limit_key limit 100
			""";

	private static final String AHEAD = """
			select limit_key from {p}gate where queue = :queue and parked is not null and look_at > :now
			order by limit_key for update skip locked
			""";

	private static final String LOOK = "update {p}gate{by:primary} set look_at = :now where queue = :queue and limit_key {in:ids}";

	private static final String NEXT_LOOK = "select min(look_at) from {p}gate where queue = :queue and {now} > 0";

	private static final List<Column> SAVED = Column
		.list("tat bigint, served bigint, parked bigint, look_at bigint, queue text, limit_key text");

	private final Database database;

	Gates(Database database) {
		this.database = database;
	}

	/** Lock those that there are, by their keys, and wait for others that have them. */
	Map<String, Gate> lock(String queue, Collection<String> keys) {
		return lock(LOCK, queue, keys);
	}

	/**
	 * Lock those that there are and that no other transaction keeps locked, by their
	 * keys.
	 * @param busy the keys of those that others keep locked; they are not looked at, and
	 * those that are found to be are added
	 */
	Map<String, Gate> lockFree(String queue, Collection<String> keys, Set<String> busy) {
		Set<String> open = new TreeSet<>(keys);
		open.removeAll(busy);
		Map<String, Gate> gates = new HashMap<>();
		for (int look = 1; !open.isEmpty(); look++) {
			gates.putAll(lock(LOCK_FREE, queue, open));
			open.removeAll(gates.keySet());
			open.retainAll(there(queue, open));
			if (look == LOOKS) {
				busy.addAll(open);
				open.clear();
			}
			else if (!open.isEmpty()) {
				ConflictRetry.pause(Math.min(look, LONGEST_PAUSE));
			}
		}
		return gates;
	}

	private Map<String, Gate> lock(String sql, String queue, Collection<String> keys) {
		Map<String, Gate> gates = new HashMap<>();
		if (!keys.isEmpty()) {
			withIds(sql, queue, keys).query((row) -> {
				Gate gate = Gate.of(row);
				gate.lockedAt = row.getLong("micros");
				gates.put(gate.key, gate);
			});
		}
		return gates;
	}

	/** Those of some limits that have no row yet, in their order. */
	Set<String> missing(String queue, Set<String> names) {
		Set<String> there = new HashSet<>(there(queue, names.stream().map(LimitKey::of).toList()));
		Set<String> missing = new TreeSet<>(names);
		missing.removeIf((name) -> there.contains(LimitKey.of(name)));
		return missing;
	}

	private List<String> there(String queue, Collection<String> keys) {
		return keys.isEmpty() ? List.of() : withIds(THERE, queue, keys).query(String.class).list();
	}

	/** Insert gates that are missing, as a step of its own. */
	void make(String queue, Collection<String> names) {
		if (names.isEmpty()) {
			return;
		}
		this.database.singleStep("note limits", () -> {
			insert(queue, names);
			return true;
		});
	}

	void insert(String queue, Collection<String> names) {
		List<Object[]> rows = names.stream().map((name) -> Gate.row(queue, name)).toList();
		this.database.dialect().insertNew(this.database.jdbc(), this.database.rows(Table.GATE, rows));
	}

	/** Read what bounds gates that are locked. */
	void bound(String queue, Map<String, Gate> gates, QueueRules rules, StepClock now) {
		Set<String> counted = new HashSet<>();
		Map<String, List<Gate>> classes = new HashMap<>();
		gates.values().forEach((gate) -> {
			Limit limit = rules.limit(gate.name);
			gate.bound(limit, now.micros());
			if (limit.maxRunning() != null) {
				counted.add(gate.key);
			}
			String type = LimitKey.of(LimitName.classOf(gate.name));
			if (!type.equals(gate.key)) {
				classes.computeIfAbsent(type, (key) -> new ArrayList<>()).add(gate);
			}
		});
		held(queue, classes.keySet(), now).forEach((key, until) -> classes.getOrDefault(key, List.of())
			.forEach((gate) -> gate.heldUntil = Math.max(gate.heldUntil, until)));
		Map<String, Integer> used = used(queue, counted);
		gates.values().forEach((gate) -> gate.used = used.getOrDefault(gate.key, 0));
	}

	/** How many jobs of limits workers hold, by the keys. */
	Map<String, Integer> used(String queue, Collection<String> keys) {
		Map<String, Integer> used = new HashMap<>();
		String all = LimitKey.of(LimitName.QUEUE);
		List<String> others = keys.stream().filter((key) -> !key.equals(all)).toList();
		if (!others.isEmpty()) {
			withIds(USED, queue, others).query((row) -> {
				used.put(row.getString("limit_key"), row.getInt("running"));
			});
		}
		if (keys.contains(all)) {
			used.put(all, this.database.sql(USED_BY_ALL).param("queue", queue).query(Integer.class).single());
		}
		return used;
	}

	/** Until when limits are held back, by the keys. */
	Map<String, Long> held(String queue, Collection<String> keys, StepClock now) {
		Map<String, Long> held = new HashMap<>();
		if (!keys.isEmpty()) {
			withIds(HELD, queue, keys).param("now", now.millis()).query((row) -> {
				held.put(row.getString("limit_key"), row.getLong("held_until"));
			});
		}
		return held;
	}

	/** The sequence numbers of the last turns of limits, by the keys. */
	Map<String, Long> served(String queue, Collection<String> keys) {
		Map<String, Long> served = new HashMap<>();
		if (!keys.isEmpty()) {
			withIds(SERVED, queue, keys).query((row) -> {
				served.put(row.getString("limit_key"), row.getLong("served"));
			});
		}
		return served;
	}

	/**
	 * The keys of limits whose jobs may go on by the time or by other rules.
	 * @param setBack whether the clock was set back, so that their times come too late
	 */
	List<String> due(String queue, long version, StepClock now, boolean setBack) {
		if (setBack) {
			lookNow(queue, now);
		}
		return this.database.sql(DUE)
			.param("queue", queue)
			.param("version", version)
			.param("now", now.millis())
			.query(String.class)
			.list();
	}

	private void lookNow(String queue, StepClock now) {
		List<String> ahead = this.database.sql(AHEAD)
			.param("queue", queue)
			.param("now", now.millis())
			.query(String.class)
			.list();
		if (!ahead.isEmpty()) {
			withIds(LOOK, queue, ahead).param("now", now.millis()).update();
		}
	}

	/** When a claim is to look at gates the next time, in milliseconds. */
	@Nullable Long nextLook(String queue) {
		return this.database.sql(NEXT_LOOK).param("queue", queue).query(Long.class).optional().orElse(null);
	}

	/** Write what has changed. */
	void save(Collection<Gate> gates) {
		List<Object[]> changed = gates.stream().filter(Gate::isChanged).map(Gate::values).toList();
		if (!changed.isEmpty()) {
			this.database.dialect()
				.update(this.database.jdbc(),
						new Dialect.TableRows(this.database.prefix() + Table.GATE.id(), SAVED, changed), 2);
		}
	}

	private org.springframework.jdbc.core.simple.JdbcClient.StatementSpec withIds(String sql, String queue,
			Collection<String> keys) {
		return this.database.sql(sql).param("queue", queue).param("ids", this.database.dialect().ids(keys));
	}

}
