package io.jobqueue.store.jdbc.statistics;

import java.time.Instant;

import io.jobqueue.store.statistics.Resolution;

/**
 * What a row is about.
 *
 * @param queue the queue
 * @param resolution the length of the period
 * @param begin its begin
 */
record Period(String queue, Resolution resolution, Instant begin) {

	/** The key of the row. */
	String id() {
		return minutes() + ":" + this.begin.toEpochMilli() + ":" + this.queue;
	}

	long minutes() {
		return this.resolution.length().toMinutes();
	}

	Object[] row(String sums) {
		return new Object[] { id(), this.queue, (int) minutes(), this.begin.toEpochMilli(), sums, 1L,
				this.resolution.expiry(this.begin).toEpochMilli() };
	}

}
