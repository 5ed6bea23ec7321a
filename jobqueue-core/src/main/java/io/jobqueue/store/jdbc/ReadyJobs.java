package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.DueEvent;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.row.HistoryRow;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.jdbc.upkeep.Watermarks;

import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait in a queue: those that fall due become ready, and the first of the
 * ready ones are taken.
 */
final class ReadyJobs {

	private static final List<JobStatus> SCHEDULED = List.of(JobStatus.SCHEDULED, JobStatus.RETRY);

	private static final String DUE = """
			select * from {p}scheduled{by:primary}
			where queue = :queue and status = :status and due_at <= :now
			order by queue, status, due_at, sequence_number, id limit :limit for update skip locked
			""";

	static final String READY = """
			select r.*, {address} from {p}ready r{by:primary} where queue = :queue
			order by queue, sort_rank, due_at, sequence_number, id limit :limit for update skip locked
			""";

	private static final String READY_FROM = """
			select r.*, {address} from {p}ready r{by:primary} where queue = :queue and sort_rank = :rank and due_at >= :from
			order by queue, sort_rank, due_at, sequence_number, id limit :limit for update skip locked
			""";

	private static final String NEXT_RANK = "select min(sort_rank) from {p}ready where queue = :queue and sort_rank > :above";

	/** The index backwards. */
	private static final String NEWEST = """
			select r.*, {address} from {p}ready r{by:primary} where queue = :queue and sort_rank = :rank
			order by queue desc, sort_rank desc, due_at desc, sequence_number desc, id desc limit :limit for update skip locked
			""";

	private static final int BELOW_ALL_RANKS = -10_000;

	private static final String NEXT_DUE = """
			select min(due_at) from {p}scheduled where queue = :queue and status = :status
			""";

	private final Database database;

	private final Watermarks watermarks;

	/** Queues whose newest job is first, as far as this process has seen. */
	private final Set<String> newestFirst = ConcurrentHashMap.newKeySet();

	ReadyJobs(Database database) {
		this(database, Watermarks.of(database));
	}

	ReadyJobs(Database database, Watermarks watermarks) {
		this.database = database;
		this.watermarks = watermarks;
	}

	/**
	 * Make jobs ready that are due, as many retries as scheduled ones if there are so
	 * many of both.
	 * @return how many
	 */
	int promote(String queue, int limit, JobStep step) {
		int share = limit / 2;
		int retries = promote(queue, JobStatus.RETRY, share, step);
		int moved = retries + promote(queue, JobStatus.SCHEDULED, limit - retries, step);
		if (moved < limit && retries == share) {
			step.write(this.database);
			moved += promote(queue, JobStatus.RETRY, limit - moved, step);
		}
		return moved;
	}

	private int promote(String queue, JobStatus status, int limit, JobStep step) {
		List<QueueEntry> due = (limit == 0) ? List.of()
				: this.database.sql(DUE)
					.param("queue", queue)
					.param("status", status.name())
					.param("now", step.now.millis())
					.param("limit", limit)
					.query((row, number) -> QueueEntry.of(row))
					.list();
		for (QueueEntry slot : due) {
			step.apply(new DueEvent(), StoredJob.waiting(slot, status, HistoryRow.NONE, ""));
		}
		return due.size();
	}

	/**
	 * Lock the first jobs that no other worker has locked: what the next claim is to
	 * take. A suspect is alone in it.
	 */
	First first(String queue, int limit, StepClock now) {
		if (this.newestFirst.contains(queue)) {
			return first(newest(queue, limit), limit);
		}
		SortedMap<Integer, Long> levels = this.watermarks.of(queue);
		List<QueueEntry> ready = (levels != null) ? from(levels, queue, limit) : List.of();
		if (ready.isEmpty()) {
			ready = all(queue, limit, now);
		}
		return first(ready, limit);
	}

	/** The first of some jobs that one claim is to take. */
	static First first(List<QueueEntry> ready, int limit) {
		int count = 0;
		while (count < ready.size() && !(isSuspect(ready.get(count)) && count > 0)) {
			count++;
			if (isSuspect(ready.get(count - 1))) {
				break;
			}
		}
		return new First(ready.subList(0, count), count < ready.size() || count == limit, false);
	}

	/** Whether the next look is one at the whole queue, from its first job on. */
	boolean isWholeQueue(String queue) {
		return this.watermarks.of(queue) == null && !this.newestFirst.contains(queue);
	}

	/** Note the order of a queue, and return it. */
	boolean noteOrder(String queue, boolean isNewestFirst) {
		if (isNewestFirst) {
			this.newestFirst.add(queue);
		}
		else {
			this.newestFirst.remove(queue);
		}
		return isNewestFirst;
	}

	/**
	 * Interrupted jobs have ranks of their own, below all others, and keep their order.
	 */
	private List<QueueEntry> newest(String queue, int limit) {
		List<QueueEntry> ready = new ArrayList<>();
		Integer rank = rank(queue, BELOW_ALL_RANKS);
		while (rank != null && ready.size() < limit) {
			ready.addAll(this.database.sql((rank < QueueEntry.FIRST) ? READY_FROM : NEWEST)
				.param("queue", queue)
				.param("rank", rank)
				.param("from", 0)
				.param("limit", limit - ready.size())
				.query((row, number) -> QueueEntry.locked(row))
				.list());
			rank = (ready.size() < limit) ? rank(queue, rank) : null;
		}
		return ready;
	}

	private @Nullable Integer rank(String queue, int above) {
		return this.database.sql(NEXT_RANK)
			.param("queue", queue)
			.param("above", above)
			.query(Integer.class)
			.optional()
			.orElse(null);
	}

	/** As {@link #first(String, int, StepClock)}, for jobs that were read and locked. */
	First first(String queue, int limit, StepClock now, Ahead ahead) {
		this.watermarks.looked(queue, ahead.slots, ahead.slots.size() < limit, now, ahead.tookNanos);
		return first(ahead.slots, limit);
	}

	/** Lock the first jobs of the whole queue that no other worker has locked. */
	List<QueueEntry> window(String queue, int limit, StepClock now) {
		return this.newestFirst.contains(queue) ? newest(queue, limit) : all(queue, limit, now);
	}

	private List<QueueEntry> all(String queue, int limit, StepClock now) {
		long start = System.nanoTime();
		List<QueueEntry> ready = this.database.sql(READY)
			.param("queue", queue)
			.param("limit", limit)
			.query((row, number) -> QueueEntry.locked(row))
			.list();
		this.watermarks.looked(queue, ready, ready.size() < limit, now, System.nanoTime() - start);
		return ready;
	}

	private List<QueueEntry> from(SortedMap<Integer, Long> levels, String queue, int limit) {
		List<QueueEntry> ready = new ArrayList<>();
		levels.forEach((rank, from) -> {
			if (ready.size() < limit) {
				ready.addAll(this.database.sql(READY_FROM)
					.param("queue", queue)
					.param("rank", rank)
					.param("from", from)
					.param("limit", limit - ready.size())
					.query((row, number) -> QueueEntry.locked(row))
					.list());
			}
		});
		return ready;
	}

	private static boolean isSuspect(QueueEntry slot) {
		return slot.lostDeliveries() >= ClaimedJob.SUSPECT_LOSSES;
	}

	/** When the next job falls due that waits for its time, in milliseconds. */
	@Nullable Long nextDue(String queue) {
		Long next = null;
		for (JobStatus status : SCHEDULED) {
			Long due = this.database.sql(NEXT_DUE)
				.param("queue", queue)
				.param("status", status.name())
				.query(Long.class)
				.optional()
				.orElse(null);
			next = (next == null || (due != null && due < next)) ? due : next;
		}
		return next;
	}

	/**
	 * The first jobs of a queue.
	 *
	 * @param slots the jobs
	 * @param more whether others may follow
	 * @param passedOver whether some were passed over that others keep from starting
	 */
	record First(List<QueueEntry> slots, boolean more, boolean passedOver) {
	}

	/**
	 * The first jobs of a whole queue, read with the first statement of a claim.
	 *
	 * @param slots what {@link #READY} answers
	 * @param known those of them that have a record
	 * @param tookNanos how long that took at most
	 */
	record Ahead(List<QueueEntry> slots, Map<String, JdbcJobFinder.Known> known, long tookNanos) {
	}

}
