package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.dialect.BatchBytes;
import io.jobqueue.store.jdbc.dialect.Column;
import io.jobqueue.store.jdbc.dialect.PostgresDialect;
import io.jobqueue.store.jdbc.query.QueueRoom;
import io.jobqueue.store.jdbc.schema.SqlErrors;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.NewJob;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Inserts jobs by one statement, which does for all of them what {@link JobStep#insert}
 * does for one, by the clock of the database. The worker that is to be woken is found in
 * the same round trip, but after the commit: a worker that falls asleep meanwhile either
 * is seen then, or looks at the queue once more and finds the job. Where a maximum size
 * of a queue applies, it inserts nothing.
 */
final class PostgresInserts {

	private static final List<Column> COLUMNS = Column
		.list("id text, queue text, task text, payload text, fields text, "
				+ "priority integer, due_at bigint, delay bigint");

	private static final String ARRAYS = COLUMNS.stream()
		.map((column) -> "cast(:new_" + column.name() + " as " + PostgresDialect.type(column) + "[])")
		.collect(Collectors.joining(", "));

	private static final String NAMES = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));

	private static final String INSERT = """
			with clock as materialized (select {now} as micros where %s),
			sized as materialized (select name from {p}queue
			where cast(:within_size as boolean) and max_size is not null and name = any(cast(:new_queue as text[]))),
			job as materialized (
			select n.*, micros / 1000 as millis, micros * 1000 + number - 1 as sequence_number
			from unnest(""" + ARRAYS + ") with ordinality as n (" + NAMES + ", number)"
			+ """
					 cross join clock where not exists (select 1 from sized)),
					stored as (insert into {p}job (id, task, payload, fields, created_at)
					select id, task, payload, fields, millis from job on conflict do nothing returning id),
					entered as materialized (
					select j.*, greatest(millis, coalesce(millis + delay, due_at, millis)) as at
					from job j join stored s on s.id = j.id),
					ready as (insert into {p}ready
					(id, queue, priority, sort_rank, due_at, sequence_number, delivery, retries, lost_deliveries, marks)
					select id, queue, priority, -priority, at, sequence_number, 0, 0, 0, 0 from entered where at = millis),
					scheduled as (insert into {p}scheduled
					(id, queue, priority, sort_rank, due_at, sequence_number, delivery, retries, lost_deliveries, marks, status)
					select id, queue, priority, -priority, at, sequence_number, 0, 0, 0, 0, 'SCHEDULED' from entered where at > millis),
					counted as (insert into {p}count (queue, status, task, error_type, delta)
					select queue, case when at > millis then 'SCHEDULED' else 'QUEUED' end, '', '', count(*)
					from entered group by 1, 2)
					select id, queue, at, at > millis as later from entered
					union all select null, name, 0, false from sized
					""";

	/**
	 * What {@link #INSERT} does for one job that is ready at once, without what it needs
	 * for several: it takes a third of the time.
	 */
	private static final String INSERT_READY = """
			with clock as materialized (select {now} as micros where %s),
			sized as materialized (select name from {p}queue
			where cast(:within_size as boolean) and name = :new_queue and max_size is not null),
			stored as (insert into {p}job (id, task, payload, fields, created_at)
			select :new_id, :new_task, :new_payload, cast(:new_fields as text), micros / 1000
			from clock where not exists (select 1 from sized) on conflict do nothing returning id),
			ready as (insert into {p}ready
			(id, queue, priority, sort_rank, due_at, sequence_number, delivery, retries, lost_deliveries, marks)
			select id, :new_queue, :new_priority, -:new_priority, micros / 1000, micros * 1000, 0, 0, 0, 0
			from stored cross join clock),
			counted as (insert into {p}count (queue, status, task, error_type, delta)
			select :new_queue, 'QUEUED', '', '', 1 from stored)
			select id, :new_queue as queue, cast(0 as bigint) as at, false as later from stored
			union all select null, name, 0, false from sized
			""";

	private static final Texts MANY = new Texts(INSERT);

	private static final Texts READY = new Texts(INSERT_READY);

	private final Database database;

	private final Waker wakes;

	private final QueueRoom room;

	private final OneTrip oneTrip;

	/** Whether the last worker could be woken, so that the next insert may do it too. */
	private volatile boolean wakesToo;

	PostgresInserts(Database database, Waker wakes, QueueRoom room) {
		this.database = database;
		this.wakes = wakes;
		this.room = room;
		this.oneTrip = new OneTrip(database);
	}

	/**
	 * How many of the first jobs go into one statement, at least one. Reads no more than
	 * these and the next one: the rest of a list is not read again for each part.
	 */
	static int fitting(List<NewJob> jobs) {
		return BatchBytes.UNLIMITED.fitting(new AbstractList<>() {

			@Override
			public Object[] get(int index) {
				return row(jobs.get(index));
			}

			@Override
			public int size() {
				return jobs.size();
			}

		}, 0, jobs.size());
	}

	/**
	 * In the transaction of the caller.
	 * @return the ids that were not there before, {@code null} if nothing was done
	 * because a maximum size applies
	 */
	@Nullable Set<String> join(Collection<NewJob> jobs, Admission admission) {
		return ids(insert(texts(jobs).joined, parameters(jobs, admission)));
	}

	/**
	 * As {@link #join}, committed, and a worker woken where one sleeps. The first worker
	 * is woken apart: an application may lack the right to.
	 */
	@Nullable Set<String> insert(Collection<NewJob> jobs, Admission admission) {
		Set<String> queues = jobs.stream().map(NewJob::queue).collect(Collectors.toSet());
		String sql = texts(jobs).alone;
		Map<String, @Nullable Object> parameters = parameters(jobs, admission);
		AtomicBoolean committing = new AtomicBoolean();
		String queue = queues.iterator().next();
		boolean needsNoLook = later(jobs).isEmpty() && this.wakes.sleepsHere(queue);
		if (!needsNoLook && this.wakesToo && queues.size() == 1 && this.wakes.canShare()) {
			Arrival arrival = new Arrival(queue, later(jobs));
			OneTrip.Answers<Entered, String> answers = this.database.single("insert jobs", committing,
					() -> insertAndFindSleepers(sql, arrival, parameters, committing));
			this.wakes.wakeOne(arrival.queue, answers.second());
			return ids(answers.first());
		}
		List<Entered> entered = this.database.single("insert jobs", committing,
				() -> insertAlone(sql, parameters, committing));
		Map<String, WakeCondition> reasons = new LinkedHashMap<>();
		entered.stream()
			.filter(Entered::isJob)
			.forEach((job) -> reasons.merge(job.queue, job.wake(), WakeCondition::and));
		List<WakeCondition> looks = this.wakes.wakeHere(reasons.values());
		if (!looks.isEmpty()) {
			this.wakesToo = this.wakes.wake(looks);
		}
		return ids(entered);
	}

	/** A statement that is answered by an error has no effect. */
	private List<Entered> insertAlone(String sql, Map<String, @Nullable Object> parameters, AtomicBoolean committing) {
		committing.set(true);
		try {
			return insert(sql, parameters);
		}
		catch (DataAccessException ex) {
			committing.set(SqlErrors.isConnectionLost(ex));
			throw ex;
		}
	}

	private static Texts texts(Collection<NewJob> jobs) {
		return isOneReady(jobs) ? READY : MANY;
	}

	private static boolean isOneReady(Collection<NewJob> jobs) {
		return jobs.size() == 1 && later(jobs).isEmpty();
	}

	private static List<String> later(Collection<NewJob> jobs) {
		return jobs.stream()
			.filter((job) -> job.delay() != null || job.dueAt() != null)
			.map((job) -> job.id().value())
			.toList();
	}

	private OneTrip.Answers<Entered, String> insertAndFindSleepers(String sql, Arrival arrival,
			Map<String, @Nullable Object> inserted, AtomicBoolean committing) {
		Waker.Shared wake = this.wakes.shared(arrival.queue, arrival.later);
		Map<String, @Nullable Object> parameters = new HashMap<>(wake.parameters());
		parameters.putAll(inserted);
		try {
			return this.oneTrip.run(new OneTrip.Query<>(sql, Entered::of), wake.query(), parameters, committing);
		}
		catch (RuntimeException ex) {
			this.wakesToo = false;
			throw ex;
		}
	}

	private List<Entered> insert(String sql, Map<String, @Nullable Object> parameters) {
		return this.database.sql(sql).params(parameters).query(Entered::of).list();
	}

	private @Nullable Set<String> ids(List<Entered> entered) {
		if (!entered.stream().allMatch(Entered::isJob)) {
			entered.forEach((sized) -> this.room.noteSized(sized.queue));
			return null;
		}
		return entered.stream().map(Entered::id).collect(Collectors.toCollection(HashSet::new));
	}

	private static Map<String, @Nullable Object> parameters(Collection<NewJob> jobs, Admission admission) {
		List<@Nullable Object[]> rows = new ArrayList<>(jobs.stream().map(PostgresInserts::row).toList());
		boolean one = isOneReady(jobs);
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put("within_size", admission == Admission.WITHIN_SIZE);
		for (int i = 0; i < COLUMNS.size(); i++) {
			Column column = COLUMNS.get(i);
			// For a null without a type, the driver would ask the server.
			parameters.put("new_" + column.name(), one ? new SqlParameterValue(column.sqlType(), rows.get(0)[i])
					: PostgresDialect.array(column, i, rows));
		}
		return parameters;
	}

	private static @Nullable Object[] row(NewJob job) {
		String fields = job.details().fields();
		Duration delay = job.delay();
		Instant dueAt = job.dueAt();
		return new @Nullable Object[] { job.id().value(), job.queue(), job.task(), job.payload(),
				fields.isEmpty() ? null : fields, job.priority(), (dueAt != null) ? dueAt.toEpochMilli() : null,
				(delay != null) ? delay.toMillis() : null };
	}

	/** A job that was not there before, or without an id a queue with a maximum size. */
	private record Entered(@Nullable String id, String queue, long dueAt, boolean later) {

		boolean isJob() {
			return this.id != null;
		}

		static Entered of(ResultSet row, int number) throws SQLException {
			return new Entered(row.getString("id"), row.getString("queue"), row.getLong("at"), row.getBoolean("later"));
		}

		WakeCondition wake() {
			return this.later ? WakeCondition.ifFirstDue(this.queue, this.dueAt) : WakeCondition.ifReady(this.queue);
		}

	}

	/** A queue into which jobs have come, and those that may be due later. */
	private record Arrival(String queue, List<String> later) {
	}

	/**
	 * The texts of an insert. In the transaction of a caller the bounds for waits for
	 * locks are the caller's.
	 *
	 * @param alone in a transaction of its own
	 * @param joined in the transaction of the caller
	 */
	private record Texts(String alone, String joined) {

		Texts(String insert) {
			this(insert.formatted("{bounded}"), insert.formatted("true"));
		}

	}

}
