package io.jobqueue.store.jdbc.upkeep;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.jobqueue.JobStatus;

/**
 * Up to when the ended jobs of a queue are deleted, so that the next look begins there:
 * databases keep deleted rows for a while, and a look from the start would walk over all
 * of them each time. The moment lies a second before the job that was deleted last, as
 * others may have ended before it and be committed behind it. Every ten seconds a look
 * begins at the start. Safe for use by many threads.
 */
final class PruneCursor {

	private static final long SPARE_MILLIS = 1000;

	private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final int MOST = 10_000;

	private final Map<Shelf, Mark> marks = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	PruneCursor(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** From which end on to look, in milliseconds. */
	long from(Shelf shelf) {
		Mark mark = this.marks.get(shelf);
		return (mark != null && this.nanoTime.getAsLong() - mark.since < TRUSTED_NANOS) ? mark.millis : Long.MIN_VALUE;
	}

	/**
	 * The oldest jobs were deleted.
	 * @param from where the look for them began
	 * @param last when the last of them had ended
	 */
	void deleted(Shelf shelf, long from, long last) {
		if (this.marks.size() >= MOST) {
			this.marks.clear();
		}
		Mark before = this.marks.get(shelf);
		long since = (before != null && from != Long.MIN_VALUE) ? before.since : this.nanoTime.getAsLong();
		this.marks.put(shelf, new Mark(last - SPARE_MILLIS, since));
	}

	/** There are fewer jobs than were looked for. */
	void forget(Shelf shelf) {
		this.marks.remove(shelf);
	}

	/** Where the ended jobs of a queue with one status are. */
	record Shelf(String queue, JobStatus status) {
	}

	private record Mark(long millis, long since) {
	}

}
