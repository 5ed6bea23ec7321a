package io.jobqueue.store.limit;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.jobqueue.Rate;

/**
 * The starts that a rate allows. One number stands for all starts of the past: the time
 * up to which the rate is used, in microseconds by the clock of the store. Some jobs may
 * start at once; after that, one starts per interval. The interval is chosen so that no
 * period of the rate ever contains more starts than the rate allows.
 *
 * @param burst the number of jobs that may start at once
 * @param interval the time that one start uses, in microseconds
 */
public record StartRate(int burst, long interval) {

	private static final int PART = 10;

	private static final long POLL = TimeUnit.SECONDS.toMicros(1);

	/** Transactions at the same time may have read the clock in another order. */
	private static final long TOLERANCE = TimeUnit.SECONDS.toMicros(1);

	/** Return how a store applies a rate. */
	public static StartRate of(Rate rate) {
		long period = TimeUnit.MILLISECONDS.toMicros(rate.per().toMillis());
		int burst = Math.max(1, rate.count() / PART);
		// A worker that claims a little late must be able to catch up.
		if (burst == 1 && rate.count() > 1 && period / rate.count() < POLL) {
			burst = 2;
		}
		long starts = rate.count() - burst + 1L;
		return new StartRate(burst, (period + starts - 1) / starts);
	}

	/** Return the microseconds of an instant. */
	public static long micros(Instant time) {
		return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
	}

	/**
	 * Return the time up to which this rate is used. Starts of this rate use it for no
	 * longer than all that may start at once. A later time comes from a slower rate that
	 * was replaced: then one job may start at once, and the others are spread.
	 * @param used the time that the store has, whatever rate applied then
	 */
	public long used(long used, long now) {
		boolean replaced = used > now + this.burst * this.interval + TOLERANCE;
		return replaced ? now + (this.burst - 1) * this.interval : used;
	}

	/** Return from when on a job may start, in microseconds. */
	public long allowedAt(long used) {
		return used - (this.burst - 1) * this.interval;
	}

	/** Return the time up to which the rate is used after a start. */
	public long afterStart(long used, long now) {
		return Math.max(used, now) + this.interval;
	}

	/** Return how many jobs may start. */
	public int free(long used, long now) {
		long left = now + this.burst * this.interval - Math.max(used, now);
		return (int) Math.max(0, left / this.interval);
	}

}
