package io.jobqueue.store.jdbc.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.job.JobPosition;
import io.jobqueue.store.job.JobSource;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the positions of jobs. Each read follows an index from where the one before
 * ended.
 */
public final class JdbcJobPositions {

	/** The rank of a job that a worker holds in line. */
	private static final int IN_LINE = Integer.MIN_VALUE;

	/** The rank of a job that waits for a limit. */
	private static final int WAITS = Integer.MIN_VALUE + 1;

	/** A tag that more jobs have is not counted further. */
	private static final int MOST_COUNTED = 100_000;

	private static final String READY = """
			select sort_rank, due_at as time, sequence_number, id from {p}ready
			where queue = :queue and sort_rank %s and (:top = 1 or sort_rank < :rank or (sort_rank = :rank
			and (due_at < :time or (due_at = :time and (sequence_number < :sequence or (sequence_number = :sequence and id < :id))))))
			order by queue desc, sort_rank desc, due_at desc, sequence_number desc, id desc limit :limit
			""";

	private static final String SCHEDULED = """
			select 0 as sort_rank, due_at as time, sequence_number, id from {p}scheduled
			where queue = :queue and status = :status and (:top = 1 or due_at < :time
			or (due_at = :time and (sequence_number < :sequence or (sequence_number = :sequence and id < :id))))
			order by queue desc, status desc, due_at desc, sequence_number desc, id desc limit :limit
			""";

	private static final String HELD = """
			select %s as sort_rank, 0 as time, 0 as sequence_number, id from {p}running
			where queue = :queue and in_line = %s and (:top = 1 or id < :id) order by id desc limit :limit
			""";

	private static final String BLOCKED = """
			select %s as sort_rank, 0 as time, 0 as sequence_number, id from {p}blocked
			where queue = :queue and sort_rank %s and (:top = 1 or id < :id) order by id desc limit :limit
			""";

	private static final String ENDED = """
			select 0 as sort_rank, ended_at as time, 0 as sequence_number, id from {p}past
			where queue = :queue and status = :status and (:top = 1 or ended_at < :time
			or (ended_at = :time and id < :id))
			order by queue desc, status desc, ended_at desc, id desc limit :limit
			""";

	private static final String TAGGED = """
			select 0 as sort_rank, 0 as time, 0 as sequence_number, id from {p}tag
			where tag = :tag and {ordered:queue :queue} and (:top = 1 or id < :id)
			order by tag desc, queue desc, id desc limit :limit
			""";

	/** A queue with jobs has sizes. */
	private static final String FILLED = """
			select n.name from (select distinct c.queue as name from {p}count c where c.queue {in:ids}) n
			where (select t.id from {p}tag t where t.tag = :tag and {ordered:t.queue n.name}
			order by t.tag, t.queue, t.id limit 1) is not null
			""";

	private static final String COUNT = "select count(*) from (select id from {p}tag where tag = :tag%s"
			+ " order by tag, queue, id limit " + MOST_COUNTED + ") t";

	private static final int CHUNK = 500;

	private final Database database;

	public JdbcJobPositions(Database database) {
		this.database = database;
	}

	/**
	 * Of jobs that are ready, those that wait for a limit come behind the others, and
	 * those that workers hold in line last, because they are claimed before all others.
	 */
	public List<JobPosition> next(JobSource source, @Nullable JobPosition after, int limit) {
		if (source.tag() != null) {
			return next(this.database.sql(TAGGED).param("tag", source.tag()), source.queue(), after, limit);
		}
		boolean queued = source.status() == JobStatus.QUEUED;
		if (!queued && source.status() != JobStatus.INTERRUPTED) {
			return next(sql(source.requireStatus()), source.queue(), after, limit);
		}
		int rank = (after != null) ? after.rank() : 0;
		List<JobPosition> positions = new ArrayList<>();
		if (rank != IN_LINE && rank != WAITS) {
			positions.addAll(next(sql(source.requireStatus()), source.queue(), after, limit));
		}
		if (rank != IN_LINE && positions.size() < limit) {
			String blocked = BLOCKED.formatted(WAITS, (queued ? "> " : "< ") + QueueEntry.FIRST);
			positions.addAll(next(this.database.sql(blocked), source.queue(), (rank == WAITS) ? after : null,
					limit - positions.size()));
		}
		if (queued && positions.size() < limit) {
			positions.addAll(next(this.database.sql(HELD.formatted(IN_LINE, "true")), source.queue(),
					(rank == IN_LINE) ? after : null, limit - positions.size()));
		}
		return positions;
	}

	/** Those of the queues that have a job with a tag. */
	public Set<String> queuesOf(String tag, List<String> queues) {
		Set<String> filled = new HashSet<>();
		for (int from = 0; from < queues.size(); from += CHUNK) {
			List<String> chunk = queues.subList(from, Math.min(queues.size(), from + CHUNK));
			filled.addAll(this.database.sql(FILLED)
				.param("tag", tag)
				.param("ids", this.database.dialect().ids(chunk))
				.query(String.class)
				.list());
		}
		return filled;
	}

	/** How many jobs have a tag, of one queue, or else of all, up to a bound. */
	public long count(String tag, List<String> queues) {
		return (queues.size() == 1) ? this.database.sql(COUNT.formatted(" and {ordered:queue :queue}"))
			.param("tag", tag)
			.param("queue", queues.get(0))
			.query(Long.class)
			.single() : this.database.sql(COUNT.formatted("")).param("tag", tag).query(Long.class).single();
	}

	private JdbcClient.StatementSpec sql(JobStatus status) {
		return switch (status) {
			case QUEUED -> this.database.sql(READY.formatted("> " + QueueEntry.FIRST));
			case INTERRUPTED -> this.database.sql(READY.formatted("< " + QueueEntry.FIRST));
			case SCHEDULED, RETRY -> this.database.sql(SCHEDULED).param("status", status.name());
			case STARTED -> this.database.sql(HELD.formatted(0, "false"));
			default -> this.database.sql(ENDED).param("status", status.name());
		};
	}

	private static List<JobPosition> next(JdbcClient.StatementSpec sql, String queue, @Nullable JobPosition after,
			int limit) {
		return sql.param("queue", queue)
			.param("top", (after == null) ? 1 : 0)
			.param("rank", (after != null) ? after.rank() : 0)
			.param("time", (after != null) ? after.time() : 0L)
			.param("sequence", (after != null) ? after.sequence() : 0L)
			.param("id", (after != null) ? after.id().value() : "")
			.param("limit", limit)
			.query((row, number) -> new JobPosition(row.getInt("sort_rank"), row.getLong("time"),
					row.getLong("sequence_number"), JobId.of(row.getString("id"))))
			.list();
	}

}
