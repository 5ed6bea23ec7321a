package io.jobqueue.store.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The time of one step, by the clock of the database. Not for use by several threads.
 */
public final class StepClock {

	private final long micros;

	private int sequence;

	public StepClock(long micros) {
		this.micros = micros;
	}

	/** Of a row with the column {@code micros}. */
	public static StepClock of(ResultSet row, int number) throws SQLException {
		return new StepClock(row.getLong("micros"));
	}

	public long millis() {
		return Math.floorDiv(this.micros, 1000L);
	}

	public long micros() {
		return this.micros;
	}

	public long nanosSince(StepClock earlier) {
		return TimeUnit.MICROSECONDS.toNanos(this.micros - earlier.micros);
	}

	public Instant instant() {
		return Instant.ofEpochMilli(millis());
	}

	public long after(Duration delay) {
		return instant().plus(delay).toEpochMilli();
	}

	/**
	 * The next sequence number: later than all of earlier steps, and of this one so far.
	 */
	public long nextSequence() {
		return this.micros * 1000 + this.sequence++;
	}

}
