package io.jobqueue.store.jdbc.upkeep;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;

import org.jspecify.annotations.Nullable;

/**
 * Where a look for the first jobs of a queue may begin while the database keeps the rows
 * of jobs that have left it: PostgreSQL does as long as any transaction is older, and a
 * look at the whole queue walks over all of them. If such a scan is slow, the scans after
 * it start, at each of the first priorities, a little before the first job that it found.
 * A job that is placed before that, such as a released one or the first of a new
 * priority, is found by the next scan of the whole queue. That scan runs when there is
 * nothing behind the marks, else within a second, or sooner if it takes at most a tenth
 * of the time. Safe for use by many threads.
 */
public final class Watermarks {

	/** A look that takes less is not worth a mark. */
	public static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int SHARE = 10;

	/** Each rank is a look of its own. */
	private static final int MOST_RANKS = 8;

	/** By how much a transaction may commit later than another that began later. */
	private static final long MARGIN_MILLIS = 100;

	private final long slowNanos;

	private final LongSupplier nanoTime;

	private final BooleanSupplier rowsAreKept;

	private final Map<String, Mark> marks = new ConcurrentHashMap<>();

	/**
	 * Without marks.
	 * @param slowNanos how long a slow look takes at least
	 * @param nanoTime the time
	 * @param rowsAreKept whether a slow look comes from rows of jobs that have left
	 */
	public Watermarks(long slowNanos, LongSupplier nanoTime, BooleanSupplier rowsAreKept) {
		this.slowNanos = slowNanos;
		this.nanoTime = nanoTime;
		this.rowsAreKept = rowsAreKept;
	}

	/** Without marks, as they help on a database. */
	public static Watermarks of(Database database) {
		return new Watermarks(SLOW_NANOS, System::nanoTime, DeadRowStatistics.of(database));
	}

	/**
	 * From which due time on, in milliseconds, to look at each rank; {@code null} for a
	 * look at the whole queue.
	 */
	public @Nullable SortedMap<Integer, Long> of(String queue) {
		Mark mark = this.marks.get(queue);
		return (mark != null && mark.until - this.nanoTime.getAsLong() > 0) ? mark.levels : null;
	}

	/**
	 * The whole queue was looked at.
	 * @param found its first jobs, in the order of priorities and due times
	 * @param all whether it has no others that can be taken
	 */
	public void looked(String queue, List<QueueEntry> found, boolean all, StepClock now, long tookNanos) {
		if (tookNanos < this.slowNanos || !this.rowsAreKept.getAsBoolean()) {
			this.marks.remove(queue);
			return;
		}
		SortedMap<Integer, Long> levels = new TreeMap<>();
		found.forEach((job) -> add(levels, job.rank(), job.dueAt() - MARGIN_MILLIS));
		// Ranks before that of the last job have no others.
		int reached = all ? Integer.MAX_VALUE : found.get(found.size() - 1).rank();
		Mark before = this.marks.get(queue);
		if (before != null) {
			before.levels
				.forEach((rank, from) -> add(levels, rank, (rank < reached) ? now.millis() - MARGIN_MILLIS : from));
		}
		long until = this.nanoTime.getAsLong() + Math.min(LONGEST_NANOS, SHARE * tookNanos);
		this.marks.put(queue, new Mark(Collections.unmodifiableSortedMap(levels), until));
	}

	private static void add(Map<Integer, Long> levels, int rank, long from) {
		if (levels.size() < MOST_RANKS) {
			levels.putIfAbsent(rank, from);
		}
	}

	private record Mark(SortedMap<Integer, Long> levels, long until) {
	}

}
