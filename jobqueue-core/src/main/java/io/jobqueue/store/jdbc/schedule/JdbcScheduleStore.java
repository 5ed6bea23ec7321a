package io.jobqueue.store.jdbc.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.row.Values;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/**
 * The schedules in a database. A firing and its jobs are one transaction.
 */
public final class JdbcScheduleStore implements ScheduleStore {

	private static final int CHUNK = 200;

	private static final String HEAD = """
			select {now} as micros, (select min(due_at) from {p}schedule where queue {in:ids}) as first,
			(select max(waiting) from {p}schedule where queue {in:ids}) as waits
			""";

	private static final String DUE = """
			select * from {p}schedule where queue {in:ids} and due_at <= :now order by due_at, name limit :limit
			""";

	private static final String NEXT = "select min(due_at) as next from {p}schedule where queue {in:ids} and due_at > :now";

	private static final String READY = """
			select s.* from {p}schedule s left join {join:ready r:s.last_job} left join {join:scheduled d:s.last_job}
			left join {p}running h on h.id = s.last_job left join {join:blocked b:s.last_job}
			where s.queue {in:ids} and s.waiting is not null
			and r.id is null and d.id is null and h.id is null and b.id is null
			order by s.waiting, s.name limit :limit
			""";

	private static final String UPDATE = """
			update {p}schedule{by:primary} set queue = :queue, revision = :revision, due_at = :due, waiting = :waiting,
			last_tick = :lastTick, last_job = :lastJob, fingerprint = :fingerprint, definition = :definition,
			marks = :marks, declared_at = :declared where name = :name and revision = :expected
			""";

	private static final String FREE = """
			select name, queue, fingerprint from {p}schedule{by:primary} where name {in:ids} order by name
			for update skip locked
			""";

	private static final String UNDECLARED = """
			select * from {p}schedule where queue {in:ids} and declared_at < :before order by declared_at limit :limit
			""";

	private final Database database;

	private final Queues queues;

	private final Waker wakes;

	public JdbcScheduleStore(Database database, Queues queues, Waker wakes) {
		this.database = database;
		this.queues = queues;
		this.wakes = wakes;
	}

	@Override
	public ScheduleLook look(Collection<String> queues, int limit) {
		return this.database.workerRead("look for due schedules", () -> {
			Object ids = this.database.dialect().ids(queues);
			Head head = this.database.sql(HEAD)
				.param("ids", ids)
				.query((row, number) -> new Head(new StepClock(row.getLong("micros")), Values.longOrNull(row, "first"),
						Values.longOrNull(row, "waits")))
				.single();
			long now = head.clock.millis();
			List<StoredSchedule> due = new ArrayList<>();
			Long next = head.first;
			if (next != null && next <= now) {
				due.addAll(rows(DUE, ids, now, limit));
				next = this.database.sql(NEXT)
					.param("ids", ids)
					.param("now", now)
					.query((row, number) -> new Head(head.clock, Values.longOrNull(row, "next"), null))
					.single().first;
			}
			if (head.waits != null) {
				Set<String> seen = new LinkedHashSet<>(due.stream().map(StoredSchedule::name).toList());
				rows(READY, ids, now, limit).stream().filter((each) -> !seen.contains(each.name())).forEach(due::add);
			}
			return new ScheduleLook(head.clock.instant(), due, remaining(next, head.waits, now));
		});
	}

	private List<StoredSchedule> rows(String sql, Object ids, long now, int limit) {
		return this.database.sql(sql)
			.param("ids", ids)
			.param("now", now)
			.param("limit", limit)
			.query((row, number) -> ScheduleRow.readWithoutRuns(row))
			.list();
	}

	private static @Nullable Duration remaining(@Nullable Long next, @Nullable Long waits, long now) {
		Duration due = (next != null) ? Duration.ofMillis(next - now) : null;
		if (waits == null) {
			return due;
		}
		return (due != null && due.compareTo(ScheduleLook.WAITING) < 0) ? due : ScheduleLook.WAITING;
	}

	@Override
	public List<FiringResult> fire(List<ScheduleFiring> firings) {
		List<FiringResult> results = new ArrayList<>(firings.size());
		for (int from = 0; from < firings.size();) {
			int to = end(firings, from);
			Fired fired = fireOnce(firings.subList(from, to));
			this.wakes.wakeAfterStep(fired.step.signals.wakes());
			results.addAll(fired.results);
			from = to;
		}
		return results;
	}

	/** A step inserts a bounded number of jobs. */
	private static int end(List<ScheduleFiring> firings, int from) {
		int jobs = 0;
		int to = from;
		while (to < firings.size() && (to == from || jobs + firings.get(to).ticks().size() <= CHUNK)) {
			jobs += firings.get(to).ticks().size();
			to++;
		}
		return to;
	}

	private Fired fireOnce(List<ScheduleFiring> firings) {
		return this.database.step("fire schedules", () -> {
			StepClock clock = this.database.begin();
			this.queues.requireLevel(firings.stream().map((firing) -> firing.schedule().queue()).distinct().toList());
			List<FiringResult> results = new ArrayList<>();
			return new Fired(new JdbcFirings(this.database, clock).fire(firings, results), results);
		});
	}

	@Override
	public boolean write(StoredSchedule schedule, long expected, boolean declared) {
		return this.database.own("write a schedule", () -> {
			StepClock clock = this.database.begin();
			Long declaredAt = declared ? clock.millis() : null;
			return (expected == 0) ? insert(schedule, declaredAt) : update(schedule, expected, declaredAt) > 0;
		});
	}

	private boolean insert(StoredSchedule schedule, @Nullable Long declaredAt) {
		Object[] row = new @Nullable Object[] { schedule.name(), schedule.queue(), schedule.revision(),
				ScheduleRow.millis(schedule.due()), ScheduleRow.millis(schedule.waiting()),
				ScheduleRow.millis(schedule.lastTick()), ScheduleRow.id(schedule.lastJob()), schedule.fingerprint(),
				schedule.definition(), schedule.marks(), declaredAt, "" };
		return !this.database.dialect()
			.insertNew(this.database.jdbc(), this.database.rows(Table.SCHEDULE, List.<Object[]>of(row)))
			.isEmpty();
	}

	private int update(StoredSchedule schedule, long expected, @Nullable Long declaredAt) {
		Map<String, @Nullable Object> values = new HashMap<>();
		values.put("queue", schedule.queue());
		values.put("revision", schedule.revision());
		values.put("due", ScheduleRow.millis(schedule.due()));
		values.put("waiting", ScheduleRow.millis(schedule.waiting()));
		values.put("lastTick", ScheduleRow.millis(schedule.lastTick()));
		values.put("lastJob", ScheduleRow.id(schedule.lastJob()));
		values.put("fingerprint", schedule.fingerprint());
		values.put("definition", schedule.definition());
		values.put("marks", schedule.marks());
		values.put("declared", declaredAt);
		values.put("name", schedule.name());
		values.put("expected", expected);
		return this.database.sql(UPDATE).params(values).update();
	}

	@Override
	public boolean remove(StoredSchedule schedule) {
		return this.database.own("remove a schedule", () -> {
			this.database.begin();
			return this.database.sql("delete from {p}schedule where name = :name and revision = :revision")
				.param("name", schedule.name())
				.param("revision", schedule.revision())
				.update() > 0;
		});
	}

	@Override
	public Map<String, StoredSchedule> find(Collection<String> names) {
		return this.database.read("read schedules", () -> {
			Map<String, StoredSchedule> found = new TreeMap<>();
			this.database.sql("select * from {p}schedule where name {in:ids}")
				.param("ids", this.database.dialect().ids(names))
				.query((row, number) -> ScheduleRow.read(row))
				.list()
				.forEach((schedule) -> found.put(schedule.name(), schedule));
			return found;
		});
	}

	@Override
	public List<StoredSchedule> list(@Nullable String after, int limit) {
		return this.database.workerRead("list schedules",
				() -> this.database.sql("select * from {p}schedule where name > :after order by name limit :limit")
					.param("after", (after != null) ? after : "")
					.param("limit", limit)
					.query((row, number) -> ScheduleRow.read(row))
					.list());
	}

	@Override
	public Set<String> declare(Collection<Declaration> declarations) {
		Set<String> others = new LinkedHashSet<>();
		List<Declaration> all = List.copyOf(declarations);
		for (int from = 0; from < all.size(); from += CHUNK) {
			List<Declaration> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
			others.addAll(this.database.step("declare schedules", () -> declareNow(chunk)));
		}
		return others;
	}

	/** One that is locked is fired or written: it is noted the next time. */
	private Set<String> declareNow(List<Declaration> chunk) {
		StepClock clock = this.database.begin();
		Object ids = this.database.dialect().ids(chunk.stream().map(Declaration::name).toList());
		Set<Declaration> stored = declared("select name, queue, fingerprint from {p}schedule where name {in:ids}", ids);
		Set<Declaration> free = declared(FREE, ids);
		free.retainAll(chunk);
		if (!free.isEmpty()) {
			this.database.sql("update {p}schedule{by:primary} set declared_at = :now where name {in:ids}")
				.param("now", clock.millis())
				.param("ids", this.database.dialect().ids(free.stream().map(Declaration::name).toList()))
				.update();
		}
		Set<String> others = new LinkedHashSet<>();
		chunk.stream().filter((each) -> !stored.contains(each)).forEach((each) -> others.add(each.name()));
		return others;
	}

	private Set<Declaration> declared(String sql, Object ids) {
		return new LinkedHashSet<>(this.database.sql(sql)
			.param("ids", ids)
			.query((row, number) -> new Declaration(row.getString("name"), row.getString("queue"),
					row.getString("fingerprint")))
			.list());
	}

	@Override
	public List<StoredSchedule> undeclared(Collection<String> queues, Duration age, int limit) {
		return this.database.workerRead("read schedules", () -> {
			Instant before = this.database.now().instant().minus(age);
			return this.database.sql(UNDECLARED)
				.param("ids", this.database.dialect().ids(queues))
				.param("before", before.toEpochMilli())
				.param("limit", limit)
				.query((row, number) -> ScheduleRow.read(row))
				.list();
		});
	}

	/** The clock, when a schedule is due first, and whether a tick waits. */
	private record Head(StepClock clock, @Nullable Long first, @Nullable Long waits) {
	}

	private record Fired(JobStep step, List<FiringResult> results) {
	}

}
