package io.jobqueue.store.jdbc.limit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.LimitStore;
import io.jobqueue.store.limit.LimitUse;
import io.jobqueue.store.limit.QueueRules;
import io.jobqueue.store.limit.QueueRulesStore;

/** The rules of queues, and the use of their limits. */
public record JdbcLimits(Database database, Queues queues, JdbcJobFinder finder,
		Waker wakes) implements QueueRulesStore, LimitStore {

	private static final String HOLD = """
			update {p}gate set held_until = case when held_until < :until then :until else held_until end
			where queue = :queue and limit_key = :key and {bounded}
			""";

	private static final String RUNNING = """
			select g.name, count(*) as running from {p}slot s
			join {p}gate g on g.queue = s.queue and g.limit_key = s.limit_key
			where s.queue = :queue group by g.name order by g.name limit :limit
			""";

	/** It reads a bounded part of an index, also where many jobs wait. */
	private static final String WAITING = """
			select g.name, w.jobs from (select limit_key, count(*) as jobs from (select limit_key from {p}blocked
			where queue = :queue order by limit_key limit :limit) b group by limit_key) w
			join {p}gate g on g.queue = :queue and g.limit_key = w.limit_key
			""";

	private static final int MOST_WAITING = 10 * MOST_USES;

	private static final String STATE = "select * from {limits:gate g}";

	private static final String TRAITS = "select traits from {p}job where id = :id";

	@Override
	public QueueRules rules(String queue) {
		return this.database.read("read the rules of a queue", () -> this.queues.rules(queue));
	}

	/**
	 * A claim finds by the version which waiting jobs to look at again, so the rules are
	 * all that is written.
	 */
	@Override
	public boolean replace(String queue, long expected, QueueRules next) {
		boolean replaced = this.queues.replaceRules(queue, expected, next);
		if (replaced) {
			this.wakes.wake(List.of(WakeCondition.unlessPaused(queue)));
		}
		return replaced;
	}

	/**
	 * Maintenance may delete the limit until it is held back, and note until then that
	 * the queue has none.
	 */
	@Override
	public void holdBack(String queue, String name, Duration time) {
		this.queues.note(queue);
		long until = this.database.read("read the clock", this.database::now).after(time);
		while (!holdUntil(queue, name, until)) {
			this.database.single("note a limit", () -> {
				new Gates(this.database).insert(queue, List.of(name));
				return true;
			});
		}
		this.queues.limit(queue);
	}

	private boolean holdUntil(String queue, String name, long until) {
		return this.database.single("hold back a limit",
				() -> this.database.sql(HOLD)
					.param("until", until)
					.param("queue", queue)
					.param("key", LimitKey.of(name))
					.update()) > 0;
	}

	@Override
	public List<LimitUse> uses(String queue, Collection<String> names) {
		return this.database.read("look at the limits of a queue", () -> {
			Map<String, Integer> running = new HashMap<>();
			if (names.isEmpty()) {
				this.database.sql(RUNNING).param("queue", queue).param("limit", MOST_USES).query((row) -> {
					running.put(row.getString("name"), row.getInt("running"));
				});
			}
			else {
				Map<String, Integer> used = new Gates(this.database).used(queue,
						names.stream().map(LimitKey::of).toList());
				names.forEach((name) -> running.put(name, used.getOrDefault(LimitKey.of(name), 0)));
			}
			return uses(queue, running);
		});
	}

	@Override
	public Map<String, Long> held(String queue) {
		return this.database.read("look at the limits of a queue", () -> {
			Map<String, Long> held = new HashMap<>();
			this.database.sql(WAITING).param("queue", queue).param("limit", MOST_WAITING).query((row) -> {
				held.put(row.getString("name"), row.getLong("jobs"));
			});
			return held;
		});
	}

	private List<LimitUse> uses(String queue, Map<String, Integer> running) {
		if (running.isEmpty()) {
			return List.of();
		}
		StepClock now = this.database.now();
		Gates gates = new Gates(this.database);
		Map<String, Gate> states = new HashMap<>();
		this.database.sql(STATE)
			.param("queue", queue)
			.param("ids", this.database.dialect().ids(running.keySet().stream().map(LimitKey::of).toList()))
			.query((row) -> {
				states.put(row.getString("limit_key"), Gate.of(row));
			});
		gates.bound(queue, states, this.queues.rules(queue), now);
		Map<String, Long> held = gates.held(queue,
				running.keySet().stream().map((name) -> LimitKey.of(LimitName.classOf(name))).toList(), now);
		return running.keySet().stream().sorted().map((name) -> {
			Gate gate = states.get(LimitKey.of(name));
			long until = Math.max((gate != null) ? gate.allowsAt() : 0,
					held.getOrDefault(LimitKey.of(LimitName.classOf(name)), 0L) * 1000);
			return new LimitUse(name, Objects.requireNonNull(running.get(name)),
					Duration.ofNanos(1000 * Math.max(0, until - now.micros())));
		}).toList();
	}

	@Override
	public List<String> limitsOf(String queue, JobId id) {
		return this.database.read("look at the limits of a job", () -> {
			JobInfo job = this.finder.infos(List.of(id)).get(id);
			if (job == null || !job.queue().equals(queue)) {
				return List.of();
			}
			return this.database.sql(TRAITS)
				.param("id", id.value())
				.query((ResultSet row, int number) -> limits(row))
				.optional()
				.orElse(List.of());
		});
	}

	private static List<String> limits(ResultSet row) throws SQLException {
		return JdbcJobRecord.traits(row).limits();
	}

}
