package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.QueueLevel;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Values;

import org.jspecify.annotations.Nullable;

/**
 * What a claim reads before it decides. If the driver can pipeline statements, the first
 * round trip also reads and locks the jobs to finish and those likely to be taken.
 */
final class ClaimReads {

	private static final String HEAD = """
			select {now} as micros, {settings} as settings, q.paused, q.needs, q.limited, q.newest_first,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED') as scheduled,
			(select min(s.due_at) from {p}scheduled s where s.queue = :queue and s.status = 'RETRY') as retry,
			(select count(*) from {p}lease o where o.queue = :queue and o.worker <> :worker
			and o.waiting_since is not null) as sleepers,
			l.lease_until, l.waiting_since
			from (select 1 as one) a left join {p}queue q on q.name = :queue
			left join {p}lease l on l.queue = :queue and l.worker = :worker
			""";

	/**
	 * A limit in each part keeps the database from reading a whole table where its
	 * statistics say that there are few rows.
	 */
	private static final String READY = "with first as materialized (" + ReadyJobs.READY + """
			) select f.*, j.id as record_id, j.task, j.payload, j.fields, j.created_at, j.traits,
			""" + JdbcJobFinder.PAST + """
			from first f
			left join lateral (select * from {p}job where id = f.id limit 1) j on true
			left join lateral (select * from {p}past where f.marks % 2 = 1 and id = f.id limit 1) p on true
			order by f.sort_rank, f.due_at, f.sequence_number, f.id
			""";

	private final Database database;

	private final JdbcJobFinder finder;

	private final ReadyJobs ready;

	private final OneTrip oneTrip;

	ClaimReads(Database database, JdbcJobFinder finder, ReadyJobs ready) {
		this.database = database;
		this.finder = finder;
		this.ready = ready;
		this.oneTrip = new OneTrip(database);
	}

	/** The first statements of a claim that stores outcomes, which may be none. */
	Read read(ClaimRequest request, List<Outcome> outcomes) {
		if (!this.database.dialect().pipelines() || !this.ready.isWholeQueue(request.queue())) {
			return new Read(head(request), null, null);
		}
		Map<String, Object> parameters = new HashMap<>(
				Map.of("queue", request.queue(), "worker", request.worker(), "limit", request.limit()));
		List<OneTrip.Reading<?>> readings = new ArrayList<>();
		OneTrip.Reading<Head> head = new OneTrip.Reading<>(HEAD, (row, number) -> head(request, row));
		readings.add(head);
		OneTrip.Reading<RunningRow> held = new OneTrip.Reading<>(JdbcFinishes.HELD,
				(row, number) -> RunningRow.locked(row));
		if (!outcomes.isEmpty()) {
			parameters.put("ids", this.database.dialect().ids(JdbcFinishes.ids(outcomes)));
			readings.add(held);
		}
		OneTrip.Reading<Ready> ready = new OneTrip.Reading<>(READY, (row, number) -> ready(row));
		readings.add(ready);
		OneTrip.Reading<StepClock> clock = new OneTrip.Reading<>("select {now} as micros", StepClock::of);
		readings.add(clock);
		this.oneTrip.read(Unsent.NOTHING, parameters, readings);
		Map<String, JdbcJobFinder.Known> known = new HashMap<>();
		ready.rows().forEach((job) -> {
			if (job.known != null) {
				known.put(job.slot.id(), job.known);
			}
		});
		return new Read(head.rows().get(0), held.rows(),
				new ReadyJobs.Ahead(ready.rows().stream().map(Ready::slot).toList(), known,
						clock.rows().get(0).nanosSince(head.rows().get(0).now)));
	}

	/**
	 * The records of jobs that are locked. Those that were read ahead are not read again,
	 * even if jobs that have become ready since then precede them.
	 */
	Map<String, JdbcJobFinder.Known> known(List<QueueEntry> slots, ReadyJobs.@Nullable Ahead ahead) {
		if (ahead == null) {
			return this.finder.ofSlots(slots);
		}
		Map<String, JdbcJobFinder.Known> known = new HashMap<>(ahead.known());
		Set<String> read = ahead.slots().stream().map(QueueEntry::id).collect(Collectors.toSet());
		List<QueueEntry> others = slots.stream().filter((slot) -> !read.contains(slot.id())).toList();
		if (!others.isEmpty()) {
			known.putAll(this.finder.ofSlots(others));
		}
		return known;
	}

	Head head(ClaimRequest request) {
		return this.database.sql(HEAD)
			.param("queue", request.queue())
			.param("worker", request.worker())
			.query((row, number) -> head(request, row))
			.single();
	}

	private static Head head(ClaimRequest request, ResultSet row) throws SQLException {
		Long scheduled = Values.longOrNull(row, "scheduled");
		Long retry = Values.longOrNull(row, "retry");
		QueueLevel.require(request.queue(), row.getInt("needs"));
		Long next = (scheduled == null || (retry != null && retry < scheduled)) ? retry : scheduled;
		return new Head(new StepClock(row.getLong("micros")), row.getBoolean("paused"), next,
				row.getInt("sleepers") > 0, Values.longOrNull(row, "lease_until"),
				Values.longOrNull(row, "waiting_since") != null, row.getBoolean("limited"),
				row.getBoolean("newest_first"));
	}

	private Ready ready(ResultSet row) throws SQLException {
		return new Ready(QueueEntry.locked(row), (row.getString("record_id") != null) ? this.finder.known(row) : null);
	}

	/**
	 * What a claim must know before it begins.
	 *
	 * @param now the clock of the database
	 * @param paused whether the queue is paused
	 * @param nextDue when the next job falls due that waits for its time
	 * @param sleepers whether other workers wait to be woken
	 * @param leaseUntil when the lease of the worker runs out, {@code null} if it has
	 * none
	 * @param waiting whether the worker is noted as waiting
	 * @param limited whether limits apply
	 * @param newestFirst whether the newest job of a priority is first
	 */
	record Head(StepClock now, boolean paused, @Nullable Long nextDue, boolean sleepers, @Nullable Long leaseUntil,
			boolean waiting, boolean limited, boolean newestFirst) {

		/** Whether the worker has a lease that runs. */
		boolean isLeased() {
			return this.leaseUntil != null && this.leaseUntil > this.now.millis();
		}

	}

	/**
	 * What was read.
	 *
	 * @param head the first statement
	 * @param held the jobs of the outcomes, {@code null} if they are to be read yet
	 * @param ahead the first jobs of the queue, {@code null} if they are to be read yet
	 */
	record Read(Head head, @Nullable List<RunningRow> held, ReadyJobs.@Nullable Ahead ahead) {
	}

	private record Ready(QueueEntry slot, JdbcJobFinder.@Nullable Known known) {
	}

}
