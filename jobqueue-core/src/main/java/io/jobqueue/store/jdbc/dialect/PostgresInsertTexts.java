package io.jobqueue.store.jdbc.dialect;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of an insert. Each one answers with a row for a queue that has a maximum
 * size, for a job that was there before, and for one that is due later; {@code kind} says
 * which. In the transaction of a caller the bounds for waits for locks are the caller's.
 *
 * @param expectingNew in a transaction of its own; fails if one of the jobs is there
 * @param alone in a transaction of its own
 * @param joined in the transaction of the caller
 */
public record PostgresInsertTexts(String expectingNew, String alone, String joined) {

	public static final String SIZED = "SIZED";

	public static final String THERE = "THERE";

	public static final String LATER = "LATER";

	public static final List<Column> COLUMNS = Column.list("id text, queue text, task text, payload text, fields text, "
			+ "priority integer, due_at bigint, delay bigint");

	private static final String ARRAYS = COLUMNS.stream()
		.map((column) -> "cast(:new_" + column.name() + " as " + PostgresDialect.type(column) + "[])")
		.collect(Collectors.joining(", "));

	private static final String NAMES = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));

	private static final String CLOCK = "with clock as materialized (select {now} as micros where %s),";

	private static final String JOBS = """

			sized as materialized (select name from {p}queue
			where cast(:within_size as boolean) and max_size is not null and name = any(cast(:new_queue as text[]))),
			job as materialized (
			select n.*, micros / 1000 as millis, micros * 1000 + number - 1 as sequence_number,
			greatest(micros / 1000, coalesce(micros / 1000 + delay, due_at, micros / 1000)) as at
			from unnest(""" + ARRAYS + ") with ordinality as n (" + NAMES + """
			, number)
			cross join clock where not exists (select 1 from sized)),
			stored as (insert into {p}job (id, task, payload, fields, created_at)
			select id, task, payload, fields, millis from job""";

	private static final String NEW_JOBS = """
			 on conflict do nothing returning id),
			entered as materialized (select j.* from job j join stored s on s.id = j.id),""";

	private static final String ENTRIES = """

			ready as (insert into {p}ready
			(id, queue, priority, sort_rank, due_at, sequence_number, delivery, retries, lost_deliveries, marks)
			select id, queue, priority, -priority, at, sequence_number, 0, 0, 0, 0 from %1$s where at = millis),
			scheduled as (insert into {p}scheduled
			(id, queue, priority, sort_rank, due_at, sequence_number, delivery, retries, lost_deliveries, marks, status)
			select id, queue, priority, -priority, at, sequence_number, 0, 0, 0, 0, 'SCHEDULED' from %1$s where at > millis),
			counted as (insert into {p}count (queue, status, task, error_type, delta)
			select queue, case when at > millis then 'SCHEDULED' else 'QUEUED' end, '', '', count(*)
			from %1$s group by 1, 2)
			select 'LATER' as kind, id, queue, at from %1$s where at > millis
			union all select 'SIZED', null, name, 0 from sized
			""";

	private static final String KNOWN_JOBS = "union all select 'THERE', id, queue, 0 from job"
			+ " where id not in (select id from stored)";

	/**
	 * What these do for one job that is ready at once, without what is needed for
	 * several: it takes a third of the time.
	 */
	private static final String JOB = """

			sized as materialized (select name from {p}queue
			where cast(:within_size as boolean) and name = :new_queue and max_size is not null),
			stored as (insert into {p}job (id, task, payload, fields, created_at)
			select :new_id, :new_task, :new_payload, cast(:new_fields as text), micros / 1000
			from clock where not exists (select 1 from sized)%s returning id),
			ready as (insert into {p}ready
			(id, queue, priority, sort_rank, due_at, sequence_number, delivery, retries, lost_deliveries, marks)
			select id, :new_queue, :new_priority, -:new_priority, micros / 1000, micros * 1000, 0, 0, 0, 0
			from stored cross join clock),
			counted as (insert into {p}count (queue, status, task, error_type, delta)
			select :new_queue, 'QUEUED', '', '', 1 from stored)
			select 'SIZED' as kind, null as id, name as queue, cast(0 as bigint) as at from sized
			""";

	private static final String KNOWN_JOB = "union all select 'THERE', :new_id, :new_queue, 0"
			+ " where not exists (select 1 from stored) and not exists (select 1 from sized)";

	public static final PostgresInsertTexts MANY = of(JOBS + ")," + ENTRIES.formatted("job"),
			JOBS + NEW_JOBS + ENTRIES.formatted("entered") + KNOWN_JOBS);

	public static final PostgresInsertTexts READY = of(JOB.formatted(""),
			JOB.formatted(" on conflict do nothing") + KNOWN_JOB);

	private static PostgresInsertTexts of(String expectingNew, String leavingOut) {
		String alone = CLOCK.formatted("{bounded}");
		return new PostgresInsertTexts(alone + expectingNew, alone + leavingOut, CLOCK.formatted("true") + leavingOut);
	}

}
