package io.jobqueue.store.jdbc.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobError;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobPage;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Searches page by page: status after status, queue after queue, in each the last first.
 * Each look follows an index from where the one before ended. A page reads a bounded
 * number of jobs, so it may be short although more follow.
 */
public final class JdbcJobSearch {

	private static final int CHUNK = 500;

	/** The rank of a job that a worker holds in line. */
	private static final int IN_LINE = Integer.MIN_VALUE;

	/** The rank of a job that waits for a limit. */
	private static final int WAITS = Integer.MIN_VALUE + 1;

	private static final int MAX_READ = 2_000;

	/** The cost of one place, in jobs. It bounds the places that a page reads. */
	private static final int LOOK = 10;

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
			select %d as sort_rank, 0 as time, 0 as sequence_number, id from {p}running
			where queue = :queue and in_line = %s and (:top = 1 or id < :id) order by id desc limit :limit
			""";

	private static final String BLOCKED = """
			select %d as sort_rank, 0 as time, 0 as sequence_number, id from {p}blocked
			where queue = :queue and sort_rank %s and (:top = 1 or id < :id) order by id desc limit :limit
			""";

	private static final String ENDED = """
			select 0 as sort_rank, ended_at as time, 0 as sequence_number, id from {p}past
			where queue = :queue and status = :status and (:top = 1 or ended_at < :time
			or (ended_at = :time and id < :id))
			order by queue desc, status desc, ended_at desc, id desc limit :limit
			""";

	private final Database database;

	private final Queues queues;

	private final Sizes sizes;

	private final JdbcJobFinder finder;

	public JdbcJobSearch(Database database, Queues queues, Sizes sizes, JdbcJobFinder finder) {
		this.sizes = sizes;
		this.database = database;
		this.queues = queues;
		this.finder = finder;
	}

	public JobPage search(JobQuery query) {
		SearchPlace start = SearchPlace.parse(query.cursor());
		List<SearchPlace> places = places(query, start);
		List<JobInfo> jobs = new ArrayList<>();
		int read = 0;
		for (int i = 0; i < places.size(); i++) {
			SearchPlace place = places.get(i);
			while (true) {
				int wanted = Math.min(CHUNK, query.limit() - jobs.size());
				List<SearchPlace.Key> chunk = next(place, wanted);
				if (chunk.isEmpty()) {
					break;
				}
				jobs.addAll(matching(query, place, chunk));
				read += Math.max(LOOK, chunk.size());
				place = place.after(chunk.get(chunk.size() - 1));
				if (jobs.size() >= query.limit() || read >= MAX_READ) {
					return new JobPage(jobs,
							hasMore(place, places.subList(i + 1, places.size())) ? place.cursor() : null);
				}
				if (chunk.size() < wanted) {
					break;
				}
			}
		}
		return new JobPage(jobs, null);
	}

	private boolean hasMore(SearchPlace place, List<SearchPlace> others) {
		return !next(place, 1).isEmpty() || others.stream().anyMatch((other) -> !next(other, 1).isEmpty());
	}

	private List<SearchPlace> places(JobQuery query, @Nullable SearchPlace start) {
		Map<JobStatus, Collection<String>> queues = queues(query);
		List<SearchPlace> places = new ArrayList<>();
		for (JobStatus status : query.statuses().stream().sorted().toList()) {
			for (String queue : queues.getOrDefault(status, Set.of())) {
				SearchPlace place = SearchPlace.top(status, queue);
				if (start == null || start.compareTo(place) < 0) {
					places.add(place);
				}
				else if (start.isIn(place)) {
					places.add(start);
				}
			}
		}
		return places;
	}

	private Map<JobStatus, Collection<String>> queues(JobQuery query) {
		String queue = query.queue();
		if (queue == null) {
			return this.sizes.filled();
		}
		Map<JobStatus, Collection<String>> one = new EnumMap<>(JobStatus.class);
		query.statuses().forEach((status) -> one.put(status, List.of(queue)));
		return one;
	}

	/**
	 * Of jobs that are ready, those that wait for a limit come behind the others, and
	 * those that workers hold in line last, because they are claimed before all others.
	 */
	private List<SearchPlace.Key> next(SearchPlace place, int limit) {
		boolean queued = place.status() == JobStatus.QUEUED;
		if (!queued && place.status() != JobStatus.INTERRUPTED) {
			return next(sql(place), place.queue(), place.after(), limit);
		}
		SearchPlace.Key after = place.after();
		int rank = (after != null) ? after.rank() : 0;
		List<SearchPlace.Key> keys = new ArrayList<>();
		if (rank != IN_LINE && rank != WAITS) {
			keys.addAll(next(sql(place), place.queue(), after, limit));
		}
		if (rank != IN_LINE && keys.size() < limit) {
			String blocked = BLOCKED.formatted(WAITS, (queued ? "> " : "< ") + QueueEntry.FIRST);
			keys.addAll(next(this.database.sql(blocked), place.queue(), (rank == WAITS) ? after : null,
					limit - keys.size()));
		}
		if (queued && keys.size() < limit) {
			keys.addAll(next(this.database.sql(HELD.formatted(IN_LINE, "true")), place.queue(),
					(rank == IN_LINE) ? after : null, limit - keys.size()));
		}
		return keys;
	}

	private JdbcClient.StatementSpec sql(SearchPlace place) {
		return switch (place.status()) {
			case QUEUED -> this.database.sql(READY.formatted("> " + QueueEntry.FIRST));
			case INTERRUPTED -> this.database.sql(READY.formatted("< " + QueueEntry.FIRST));
			case SCHEDULED, RETRY -> this.database.sql(SCHEDULED).param("status", place.status().name());
			case STARTED -> this.database.sql(HELD.formatted(0, "false"));
			default -> this.database.sql(ENDED).param("status", place.status().name());
		};
	}

	private static List<SearchPlace.Key> next(JdbcClient.StatementSpec sql, String queue,
			SearchPlace.@Nullable Key after, int limit) {
		return sql.param("queue", queue)
			.param("top", (after == null) ? 1 : 0)
			.param("rank", (after != null) ? after.rank() : 0)
			.param("time", (after != null) ? after.time() : 0L)
			.param("sequence", (after != null) ? after.sequence() : 0L)
			.param("id", (after != null) ? after.id() : "")
			.param("limit", limit)
			.query((row, number) -> new SearchPlace.Key(row.getInt("sort_rank"), row.getLong("time"),
					row.getLong("sequence_number"), row.getString("id")))
			.list();
	}

	/** In the order of the keys; without those that have moved on meanwhile. */
	private List<JobInfo> matching(JobQuery query, SearchPlace place, List<SearchPlace.Key> keys) {
		List<JobId> ids = keys.stream().map((key) -> JobId.of(key.id())).toList();
		return this.finder.infos(ids)
			.values()
			.stream()
			.filter((job) -> job.status() == place.status() && job.queue().equals(place.queue()))
			.filter((job) -> query.task() == null || query.task().equals(job.task()))
			.filter((job) -> query.errorType() == null || query.errorType().equals(errorType(job)))
			.toList();
	}

	private static @Nullable String errorType(JobInfo job) {
		JobError error = job.error();
		return (error != null) ? error.type() : null;
	}

}
