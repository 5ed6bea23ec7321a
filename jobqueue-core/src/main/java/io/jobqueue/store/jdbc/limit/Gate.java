package io.jobqueue.store.jdbc.limit;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.jobqueue.Limit;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.Values;
import io.jobqueue.store.limit.StartRate;

import org.jspecify.annotations.Nullable;

/**
 * A limit of a queue while its row is locked. Not for use by several threads.
 */
final class Gate {

	final String queue;

	final String key;

	final String name;

	/** The bound that applies. */
	private Limit limit = Limit.NONE;

	/** How many of its jobs workers hold. */
	int used;

	/** Until when no job may start, in milliseconds. */
	long heldUntil;

	/** Up to when rates are used by what has started, in microseconds. */
	private long tat;

	/** The same under the rate that applies: a slower one may have used more. */
	private long ratedUntil;

	private long served;

	/** The version of the rules by which jobs wait for it, {@code null} for none. */
	private @Nullable Long parked;

	/** When a claim is to look whether they may go on. */
	private @Nullable Long lookAt;

	/** The first of the jobs that wait, if that matters for those that are ready. */
	private @Nullable QueueEntry head;

	private boolean changed;

	/** When it was locked, in microseconds. */
	long lockedAt;

	private Gate(String queue, String key, String name) {
		this.queue = queue;
		this.key = key;
		this.name = name;
	}

	static Gate of(ResultSet row) throws SQLException {
		Gate gate = new Gate(row.getString("queue"), row.getString("limit_key"), row.getString("name"));
		gate.tat = row.getLong("tat");
		gate.heldUntil = row.getLong("held_until");
		gate.served = row.getLong("served");
		gate.parked = Values.longOrNull(row, "parked");
		gate.lookAt = Values.longOrNull(row, "look_at");
		return gate;
	}

	/** A row of a new gate. */
	static Object[] row(String queue, String name) {
		return new Object[] { LimitKey.of(name), queue, name, 0L, 0L, 0L };
	}

	/** The columns that change, then those of its key. */
	Object[] values() {
		return new @Nullable Object[] { this.tat, this.served, this.parked, this.lookAt, this.queue, this.key };
	}

	/** Apply a bound. */
	void bound(Limit limit, long micros) {
		this.limit = limit;
		if (limit.rate() != null) {
			this.ratedUntil = StartRate.of(limit.rate()).used(this.tat, micros);
		}
	}

	boolean isChanged() {
		return this.changed;
	}

	boolean isParked() {
		return this.parked != null;
	}

	void head(QueueEntry first) {
		this.head = first;
	}

	/** Whether a job that waits goes before a ready one. */
	boolean hasBefore(QueueEntry ready) {
		return this.head != null && QueueEntry.IN_LINE.compare(this.head, ready) < 0;
	}

	/** How many more jobs may start now. */
	int room(long micros) {
		Integer max = this.limit.maxRunning();
		int room = (max != null) ? Math.max(0, max - this.used) : Integer.MAX_VALUE;
		if (this.heldUntil * 1000 > micros) {
			return 0;
		}
		return (this.limit.rate() != null)
				? Math.min(room, StartRate.of(this.limit.rate()).free(this.ratedUntil, micros)) : room;
	}

	/** From when on its rate and its hold allow a start, in microseconds. */
	long allowsAt() {
		long at = this.heldUntil * 1000;
		return (this.limit.rate() != null) ? Math.max(at, StartRate.of(this.limit.rate()).allowedAt(this.ratedUntil))
				: at;
	}

	/**
	 * When time alone lets the next job start, in milliseconds, {@code null} for none.
	 */
	@Nullable Long opensAt(long micros) {
		Integer max = this.limit.maxRunning();
		if (max != null && this.used >= max) {
			return null;
		}
		long at = allowsAt();
		return (at > micros) ? Math.floorDiv(at + 999, 1000L) : null;
	}

	void start(long micros) {
		this.used++;
		if (this.limit.rate() != null) {
			this.ratedUntil = StartRate.of(this.limit.rate()).afterStart(this.ratedUntil, micros);
			this.tat = this.ratedUntil;
			this.changed = true;
		}
	}

	void serve(long sequence) {
		this.served = sequence;
		this.changed = true;
	}

	/** Note that jobs wait, and when to look at them at the latest. */
	void park(long version, @Nullable Long at) {
		Long earlier = (at == null || (this.lookAt != null && this.lookAt < at)) ? this.lookAt : at;
		look(version, earlier);
	}

	/** Note that jobs wait, and when to look at them. */
	void look(@Nullable Long version, @Nullable Long at) {
		this.changed |= !java.util.Objects.equals(this.parked, version) || !java.util.Objects.equals(this.lookAt, at);
		this.parked = version;
		this.lookAt = at;
	}

	@Nullable Long parked() {
		return this.parked;
	}

	@Nullable Long lookAt() {
		return this.lookAt;
	}

}
