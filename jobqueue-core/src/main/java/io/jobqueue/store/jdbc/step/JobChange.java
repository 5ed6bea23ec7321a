package io.jobqueue.store.jdbc.step;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.jobqueue.JobStatus;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.access.ConflictRetry;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.row.HistoryRow;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.row.Table;

import org.jspecify.annotations.Nullable;

/**
 * A change to jobs, wherever they are. The row of each is locked in the table where it
 * was seen; should it have moved on meanwhile, it is looked for again. In between is a
 * pause, since H2 locks what is committed, but while a commit is still at work its cache
 * of results shows what was before.
 */
public final class JobChange {

	private static final int LOOKS = 50;

	private static final String WHERE = """
			select j.id, r.id as ready, s.status as scheduled, n.id as running, p.status as ended, b.id as blocked,
			j.task, j.fields, j.traits
			from {p}job j left join {join:ready r:j.id} left join {join:scheduled s:j.id}
			left join {p}running n on n.id = j.id left join {p}past p on p.id = j.id
			left join {join:blocked b:j.id} where j.id {in:ids}
			""";

	/**
	 * The rows of jobs in each table, by the index of their ids: other rows must not be
	 * locked.
	 */
	private static final Map<Table, String> ROWS = Map.of(Table.RUNNING, "{p}running{by:primary} where id {in:ids}",
			Table.PAST, "{p}past{by:primary} where id {in:ids} and status is not null", Table.READY,
			"{p}ready{by:{p}ready_id} where {of:ready}", Table.SCHEDULED,
			"{p}scheduled{by:{p}scheduled_id} where {of:scheduled}", Table.BLOCKED,
			"{p}blocked{by:{p}blocked_id} where {of:blocked}");

	private final Database database;

	private final JdbcJobFinder finder;

	public JobChange(Database database, JdbcJobFinder finder) {
		this.database = database;
		this.finder = finder;
	}

	/**
	 * Lock jobs in the present transaction.
	 * @return those that exist; not those of which only a record is left whose other rows
	 * were lost, and not those that another release wrote in a form of its own
	 */
	public Map<String, StoredJob> lock(Collection<String> ids) {
		Map<String, StoredJob> locked = new LinkedHashMap<>();
		List<String> open = List.copyOf(ids);
		for (int look = 1; look <= LOOKS; look++) {
			Map<String, Seen> seen = seen(open);
			Set<String> unreadable = lock(seen, locked);
			open = seen.keySet().stream().filter((id) -> !locked.containsKey(id) && !unreadable.contains(id)).toList();
			if (open.isEmpty()) {
				return locked;
			}
			ConflictRetry.pause(look);
		}
		throw new StoreUnavailableException("Jobs " + open + " move on faster than they can be locked", null);
	}

	private Map<String, Seen> seen(List<String> ids) {
		Map<String, Seen> seen = new LinkedHashMap<>();
		if (ids.isEmpty()) {
			return seen;
		}
		this.database.sql(WHERE).param("ids", this.database.dialect().ids(ids)).query((row) -> {
			Seen job = Seen.of(row);
			if (job.place() != null) {
				seen.put(row.getString("id"), job);
			}
		});
		return seen;
	}

	/**
	 * The tables in the order in which a job goes through them. Answers the jobs that are
	 * locked and cannot be read.
	 */
	private Set<String> lock(Map<String, Seen> seen, Map<String, StoredJob> locked) {
		List<RunningRow> running = rows(Table.RUNNING, seen, RunningRow::of);
		List<QueueEntry> ready = rows(Table.READY, seen, QueueEntry::of);
		List<QueueEntry> blocked = rows(Table.BLOCKED, seen, QueueEntry::of);
		List<QueueEntry> scheduled = rows(Table.SCHEDULED, seen, QueueEntry::of);
		List<QueueEntry> ended = rows(Table.PAST, seen, (row) -> ended(row, seen));
		List<String> before = Stream
			.of(running.stream().map(RunningRow::slot), ready.stream(), blocked.stream(), scheduled.stream(),
					ended.stream())
			.flatMap(Function.identity())
			.filter(QueueEntry::past)
			.map(QueueEntry::id)
			.toList();
		Map<String, HistoryRow> pasts = this.finder.pasts(before);
		Set<String> unreadable = new HashSet<>(before);
		unreadable.removeAll(pasts.keySet());
		running.forEach((job) -> put(locked, job.slot(), pasts,
				(past) -> StoredJob.held(job, past, seen(seen, job.slot()).task)));
		blocked
			.forEach((slot) -> put(locked, slot, pasts, (past) -> StoredJob.ready(slot, past, seen(seen, slot).task)));
		ready.forEach((slot) -> put(locked, slot, pasts, (past) -> StoredJob.ready(slot, past, seen(seen, slot).task)));
		scheduled.forEach((slot) -> {
			JobStatus status = JobStatus.valueOf(Objects.requireNonNull(seen(seen, slot).scheduled));
			put(locked, slot, pasts, (past) -> StoredJob.waiting(slot, status, past, seen(seen, slot).task));
		});
		ended.forEach((slot) -> put(locked, slot, pasts, (past) -> ended(slot, past, seen(seen, slot).task)));
		return unreadable;
	}

	private static void put(Map<String, StoredJob> locked, QueueEntry slot, Map<String, HistoryRow> pasts,
			Function<HistoryRow, @Nullable StoredJob> maker) {
		HistoryRow past = slot.past() ? pasts.get(slot.id()) : HistoryRow.NONE;
		StoredJob job = (past != null) ? maker.apply(past) : null;
		if (job != null) {
			locked.put(slot.id(), job);
		}
	}

	/** {@code null} if it lives again since it was locked by what is seen of it now. */
	private static @Nullable StoredJob ended(QueueEntry slot, HistoryRow past, String task) {
		JobStatus status = past.status();
		QueueEntry last = new QueueEntry(slot.id(), slot.queue(), slot.priority(), slot.rank(), 0, 0, slot.delivery(),
				past.retries(), 0, slot.marks(), null);
		return (status != null) ? StoredJob.ended(last, status, past, task) : null;
	}

	private static Seen seen(Map<String, Seen> seen, QueueEntry slot) {
		return Objects.requireNonNull(seen.get(slot.id()));
	}

	/** The place of a job that has ended is the one it would have if it lived again. */
	private static QueueEntry ended(ResultSet row, Map<String, Seen> seen) throws SQLException {
		String id = row.getString("id");
		Seen job = Objects.requireNonNull(seen.get(id));
		int priority = job.priority;
		return new QueueEntry(id, row.getString("queue"), priority, -priority, 0, 0, row.getInt("delivery"), 0, 0,
				QueueEntry.PAST | job.marks | (row.getInt("marks") & QueueEntry.NOTED), null);
	}

	private <T> List<T> rows(Table table, Map<String, Seen> seen, RowReader<T> reader) {
		List<String> ids = seen.entrySet()
			.stream()
			.filter((job) -> job.getValue().place() == table)
			.map(Map.Entry::getKey)
			.toList();
		if (ids.isEmpty()) {
			return List.of();
		}
		return this.database
			.sql("select * from " + ROWS.get(table) + " order by id for update"
					+ ((table == Table.BLOCKED) ? " skip locked" : ""))
			.param("ids", this.database.dialect().ids(ids))
			.query((row, number) -> reader.read(row))
			.list();
	}

	/** Reads one row. */
	private interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

	private record Seen(@Nullable String running, @Nullable String ready, @Nullable String scheduled,
			@Nullable String ended, @Nullable String blocked, String task, int priority, int marks) {

		static Seen of(ResultSet row) throws SQLException {
			return new Seen(row.getString("running"), row.getString("ready"), row.getString("scheduled"),
					row.getString("ended"), row.getString("blocked"), row.getString("task"),
					JdbcJobRecord.priority(row), JdbcJobRecord.marks(JdbcJobRecord.traits(row)));
		}

		/** The table that has the job, {@code null} for a record whose rows were lost. */
		@Nullable Table place() {
			if (this.running != null) {
				return Table.RUNNING;
			}
			if (this.ready != null) {
				return Table.READY;
			}
			if (this.blocked != null) {
				return Table.BLOCKED;
			}
			if (this.scheduled != null) {
				return Table.SCHEDULED;
			}
			return (this.ended != null) ? Table.PAST : null;
		}

	}

}
