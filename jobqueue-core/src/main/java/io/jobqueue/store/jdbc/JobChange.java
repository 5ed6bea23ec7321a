package io.jobqueue.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.jobqueue.JobStatus;
import io.jobqueue.store.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * A change to one job, wherever it is. Its row is locked in the table where it was seen;
 * should it have moved on meanwhile, it is looked for again. In between is a pause, since
 * H2 locks what is committed, but while a commit is still at work its cache of results
 * shows what was before.
 */
final class JobChange {

	private static final int LOOKS = 50;

	private static final String WHERE = """
			select r.id as ready, s.status as scheduled, n.id as running, p.status as ended, j.task
			from {p}job j left join {p}ready r on r.id = j.id left join {p}scheduled s on s.id = j.id
			left join {p}running n on n.id = j.id left join {p}past p on p.id = j.id where j.id = :id
			""";

	private final Database database;

	private final JobFinder finder;

	JobChange(Database database, JobFinder finder) {
		this.database = database;
		this.finder = finder;
	}

	/**
	 * Lock a job in the present transaction.
	 * @return {@code null} if there is no such job, or only a record whose other rows
	 * were lost
	 */
	@Nullable LockedJob lock(String id) {
		for (int look = 1; look <= LOOKS; look++) {
			Seen seen = this.database.sql(WHERE)
				.param("id", id)
				.query((row, number) -> Seen.of(row))
				.optional()
				.orElse(null);
			if (seen == null || seen.isNowhere()) {
				return null;
			}
			LockedJob locked = lock(id, seen);
			if (locked != null) {
				return locked;
			}
			Conflicts.pause(look);
		}
		throw new StoreUnavailableException("Job '" + id + "' moves on faster than it can be locked", null);
	}

	private @Nullable LockedJob lock(String id, Seen seen) {
		if (seen.running != null) {
			Running running = row("running{by:primary} where id = :id", id, Running::of);
			return (running != null) ? locked(JobStatus.STARTED, running.slot(), running, seen.task) : null;
		}
		if (seen.ready != null) {
			Slot slot = row("ready{by:{p}ready_id} where id = :id", id, Slot::of);
			return (slot != null) ? locked(slot.readyStatus(), slot, null, seen.task) : null;
		}
		if (seen.scheduled != null) {
			Slot slot = row("scheduled{by:{p}scheduled_id} where id = :id", id, Slot::of);
			return (slot != null) ? locked(JobStatus.valueOf(seen.scheduled), slot, null, seen.task) : null;
		}
		return ended(id, seen.task);
	}

	/** The place of a job that has ended is the one it would have if it lived again. */
	private @Nullable LockedJob ended(String id, String task) {
		Integer priority = this.database.sql("select priority from {p}job where id = :id")
			.param("id", id)
			.query(Integer.class)
			.optional()
			.orElse(null);
		Slot slot = row("past{by:primary} where id = :id and status is not null", id,
				(row) -> new Slot(id, row.getString("queue"), 0, 0, 0, 0, row.getInt("delivery"), 0, 0, true));
		Past past = this.finder.pasts(List.of(id)).get(id);
		if (priority == null || slot == null || past == null || past.status == null) {
			return null;
		}
		Slot whole = new Slot(id, slot.queue(), priority, -priority, 0, 0, slot.delivery(), 0, 0, true);
		return new LockedJob(past.status, whole, null, past, task);
	}

	private LockedJob locked(JobStatus status, Slot slot, @Nullable Running running, String task) {
		Past past = slot.past() ? this.finder.pasts(List.of(slot.id())).get(slot.id()) : null;
		return new LockedJob(status, slot, running, (past != null) ? past : new Past(slot.id()), task);
	}

	private <T> @Nullable T row(String from, String id, RowReader<T> reader) {
		return this.database.sql("select * from {p}" + from + " for update")
			.param("id", id)
			.query((row, number) -> reader.read(row))
			.optional()
			.orElse(null);
	}

	/** Reads one row. */
	private interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

	private record Seen(@Nullable String running, @Nullable String ready, @Nullable String scheduled,
			@Nullable String ended, String task) {

		boolean isNowhere() {
			return this.running == null && this.ready == null && this.scheduled == null && this.ended == null;
		}

		static Seen of(ResultSet row) throws SQLException {
			return new Seen(row.getString("running"), row.getString("ready"), row.getString("scheduled"),
					row.getString("ended"), row.getString("task"));
		}

	}

	/**
	 * A job whose row is locked.
	 *
	 * @param status its status
	 * @param slot its place
	 * @param running what it is besides if it is STARTED
	 * @param past what has become of it
	 * @param task its task
	 */
	record LockedJob(JobStatus status, Slot slot, @Nullable Running running, Past past, String task) {

		/** Take it out of where it is. */
		void leave(Changes changes) {
			switch (this.status) {
				case QUEUED, INTERRUPTED -> changes.leaveReady(this.slot);
				case SCHEDULED, RETRY -> changes.leaveScheduled(this.slot, this.status);
				case STARTED -> changes.leaveRunning(this.slot);
				default -> changes.leaveEnd(new Changes.EndedJob(this.slot.queue(), this.status, this.task,
						(this.past.error != null) ? Values.errorType(this.past.error) : ""));
			}
		}

	}

}
