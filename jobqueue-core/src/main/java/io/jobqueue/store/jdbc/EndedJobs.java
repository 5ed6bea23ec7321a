package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.StatusRetention;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes ended jobs that are old, or too many.
 */
final class EndedJobs {

	private static final String OLD = """
			select id from {p}past where queue = :queue and status = :status and ended_at <= :before
			order by queue, status, ended_at, id limit :limit
			""";

	private static final String OLDEST = """
			select id from {p}past where queue = :queue and status = :status
			order by queue, status, ended_at, id limit :limit
			""";

	private static final String LOCK = """
			select p.id, p.error_type, (select j.task from {p}job j where j.id = p.id) as task from {p}past p
			where p.id {in:ids} and p.queue = :queue and p.status = :status order by p.id for update skip locked
			""";

	private final Database database;

	private final Sizes sizes;

	EndedJobs(Database database, Sizes sizes) {
		this.database = database;
		this.sizes = sizes;
	}

	/**
	 * In the present transaction.
	 * @return how many were deleted
	 */
	int prune(String queue, Map<JobStatus, StatusRetention> retention, int limit, Moment now) {
		Map<JobStatus, Long> sizes = this.sizes.of(queue);
		int deleted = 0;
		for (Map.Entry<JobStatus, StatusRetention> bounds : retention.entrySet()) {
			long size = sizes.getOrDefault(bounds.getKey(), 0L);
			if (size > 0 && deleted < limit) {
				Shelf shelf = new Shelf(queue, bounds.getKey(), size, limit - deleted);
				deleted += delete(shelf, doomed(shelf, bounds.getValue(), now));
			}
		}
		return deleted;
	}

	private List<String> doomed(Shelf shelf, StatusRetention bounds, Moment now) {
		long before = now.instant().minus(bounds.keep()).toEpochMilli();
		List<String> old = ids(this.database.sql(OLD).param("before", before), shelf);
		if (shelf.size - bounds.count() <= old.size()) {
			return old;
		}
		List<String> oldest = ids(this.database.sql(OLDEST), shelf);
		// Counted after they were seen: what another worker deletes at the same time is
		// then either gone when it is locked, or not counted any more.
		long excess = this.sizes.of(shelf.queue, shelf.status) - bounds.count();
		return oldest.subList(0, (int) Math.min(oldest.size(), Math.max(old.size(), excess)));
	}

	private static List<String> ids(JdbcClient.StatementSpec sql, Shelf shelf) {
		return sql.param("queue", shelf.queue)
			.param("status", shelf.status.name())
			.param("limit", shelf.limit)
			.query(String.class)
			.list();
	}

	private int delete(Shelf shelf, List<String> ids) {
		if (ids.isEmpty()) {
			return 0;
		}
		Changes changes = new Changes();
		List<String> locked = new ArrayList<>();
		this.database.sql(LOCK)
			.param("ids", this.database.dialect().ids(ids))
			.param("queue", shelf.queue)
			.param("status", shelf.status.name())
			.query((row) -> {
				locked.add(row.getString("id"));
				changes.leaveEnd(new Changes.EndedJob(shelf.queue, shelf.status, Values.orEmpty(row.getString("task")),
						Values.orEmpty(row.getString("error_type"))));
				changes.delete(row.getString("id"), true);
			});
		changes.write(this.database);
		return locked.size();
	}

	/** Ended jobs of one status in one queue: how many there are, and may be deleted. */
	private record Shelf(String queue, JobStatus status, long size, int limit) {
	}

}
