package io.jobqueue.store.jdbc.upkeep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.Sizes;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Values;
import io.jobqueue.store.jdbc.step.RowChanges;
import io.jobqueue.store.jdbc.upkeep.PruneCursor.Shelf;
import io.jobqueue.store.job.StatusRetention;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes ended jobs that are old, or too many.
 */
public final class EndedJobs {

	private static final String OLD = """
			select id, ended_at from {p}past where queue = :queue and status = :status
			and ended_at >= :from and ended_at <= :before
			order by queue, status, ended_at, id limit :limit
			""";

	private static final String OLDEST = """
			select id, ended_at from {p}past where queue = :queue and status = :status and ended_at >= :from
			order by queue, status, ended_at, id limit :limit
			""";

	/**
	 * Tasks of dead letters only, since these are counted by them. Queue and status are
	 * no conditions: PostgreSQL would take the index of ended jobs by them, as long as
	 * the table is small, keep the plan, and then read that index as a whole.
	 */
	private static final String LOCK = """
			select p.id, p.queue, p.status, p.error_type, p.marks, {address},
			case when :grouped then (select j.task from {p}job j where j.id = p.id) else null end as task
			from {p}past p{by:primary}
			where p.id {in:ids} order by p.id for update skip locked
			""";

	private final Database database;

	private final Sizes sizes;

	private final PruneCursor prunedUpTo = new PruneCursor(System::nanoTime);

	public EndedJobs(Database database, Sizes sizes) {
		this.database = database;
		this.sizes = sizes;
	}

	/**
	 * In the present transaction.
	 * @return how many were deleted
	 */
	public int prune(String queue, Map<JobStatus, StatusRetention> retention, int limit, StepClock now) {
		Map<JobStatus, Long> sizes = this.sizes.of(queue);
		int deleted = 0;
		for (Map.Entry<JobStatus, StatusRetention> bounds : retention.entrySet()) {
			long size = sizes.getOrDefault(bounds.getKey(), 0L);
			if (size > 0 && deleted < limit) {
				Shelf shelf = new Shelf(queue, bounds.getKey());
				List<Ended> doomed = doomed(shelf, bounds.getValue(), size, now, limit - deleted);
				deleted += delete(shelf, doomed.stream().map(Ended::id).toList());
			}
		}
		return deleted;
	}

	private List<Ended> doomed(Shelf shelf, StatusRetention bounds, long size, StepClock now, int limit) {
		long from = this.prunedUpTo.from(shelf);
		long before = now.instant().minus(bounds.keep()).toEpochMilli();
		boolean tooMany = size > bounds.count();
		JdbcClient.StatementSpec sql = tooMany ? this.database.sql(OLDEST)
				: this.database.sql(OLD).param("before", before);
		List<Ended> oldest = oldest(sql, shelf, from, limit);
		int doomed = (int) oldest.stream().filter((job) -> job.endedAt <= before).count();
		if (tooMany) {
			// Counted after they were seen: what another worker deletes at the same time
			// is then either gone when it is locked, or not counted any more.
			long excess = this.sizes.of(shelf.queue(), shelf.status()) - bounds.count();
			doomed = (int) Math.min(oldest.size(), Math.max(doomed, excess));
			if (oldest.size() < Math.min(limit, excess)) {
				this.prunedUpTo.forget(shelf);
			}
		}
		if (doomed > 0) {
			this.prunedUpTo.deleted(shelf, from, oldest.get(doomed - 1).endedAt);
		}
		return oldest.subList(0, doomed);
	}

	private static List<Ended> oldest(JdbcClient.StatementSpec sql, Shelf shelf, long from, int limit) {
		return sql.param("queue", shelf.queue())
			.param("status", shelf.status().name())
			.param("from", from)
			.param("limit", limit)
			.query((row, number) -> new Ended(row.getString("id"), row.getLong("ended_at")))
			.list();
	}

	private int delete(Shelf shelf, List<String> ids) {
		if (ids.isEmpty()) {
			return 0;
		}
		RowChanges changes = new RowChanges();
		List<String> locked = new ArrayList<>();
		this.database.sql(LOCK)
			.param("ids", this.database.dialect().ids(ids))
			.param("grouped", shelf.status().isDeadLetter())
			.query((row) -> {
				if (!isOn(shelf, row)) {
					return;
				}
				String id = row.getString("id");
				int marks = row.getInt("marks");
				locked.add(id);
				changes.leaveEnd(new RowChanges.EndedJob(shelf.queue(), shelf.status(),
						Values.orEmpty(row.getString("task")), Values.orEmpty(row.getString("error_type"))));
				changes.deleteWithPast(id, row.getString("address"));
				if ((marks & QueueEntry.TAGGED) != 0) {
					changes.deleteTags(id);
				}
				if ((marks & QueueEntry.NOTED) != 0) {
					changes.deleteNotes(id);
				}
			});
		changes.write(this.database);
		return locked.size();
	}

	/** Whether the job has not been revived or moved since it was seen. */
	private static boolean isOn(Shelf shelf, ResultSet row) throws SQLException {
		return shelf.queue().equals(row.getString("queue")) && shelf.status().name().equals(row.getString("status"));
	}

	/** A job, and when it ended. */
	private record Ended(String id, long endedAt) {
	}

}
