package io.jobqueue.store.jdbc.limit;

import java.util.List;

import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.limit.LimitName;

/**
 * Which worker claims when a rate allows the next start: one of a queue, so that not all
 * of them claim at the same moment.
 */
public final class LimitAlarm {

	private static final String TAKE = """
			update {p}gate set alarm_worker = :worker, alarm_at = :at where queue = :queue and limit_key = :key
			and (alarm_at is null or alarm_worker = :worker or alarm_at <= :now or alarm_at > :later) and {bounded}
			""";

	private static final String LEFT = """
			update {p}gate set alarm_worker = null, alarm_at = null where queue = :queue and limit_key = :key
			and alarm_worker = :worker and {bounded}
			""";

	private static final String THERE = "select name from {p}gate where queue = :queue and limit_key = :key";

	private static final String FREE = """
			select name from {p}gate{by:primary} where queue = :queue and limit_key = :key for update skip locked
			""";

	private final Database database;

	private final String key = LimitKey.of(LimitName.QUEUE);

	public LimitAlarm(Database database) {
		this.database = database;
	}

	/**
	 * Return whether a worker is to claim at a time, as a step of its own.
	 * @param at the time in milliseconds
	 */
	public boolean isFor(String queue, String worker, long at, StepClock now) {
		if (isLocked(queue) || take(queue, worker, at, now)) {
			return true;
		}
		return this.database.singleStep("note a limit", () -> {
			boolean missing = rows(THERE, queue).isEmpty();
			if (missing) {
				new Gates(this.database).insert(queue, List.of(LimitName.QUEUE));
			}
			return missing;
		}) && take(queue, worker, at, now);
	}

	/** All workers claim while another transaction keeps the limit locked. */
	private boolean isLocked(String queue) {
		return this.database.singleStep("look at a limit",
				() -> rows(FREE, queue).isEmpty() && !rows(THERE, queue).isEmpty());
	}

	private List<String> rows(String sql, String queue) {
		return this.database.sql(sql).param("queue", queue).param("key", this.key).query(String.class).list();
	}

	private boolean take(String queue, String worker, long at, StepClock now) {
		return this.database.singleStep("note when a worker claims",
				() -> this.database.sql(TAKE)
					.param("worker", worker)
					.param("at", at)
					.param("queue", queue)
					.param("key", this.key)
					.param("now", now.millis())
					.param("later", at + 1)
					.update()) > 0;
	}

	/**
	 * Record that a worker does not claim any more, as a step of its own.
	 * @return whether another worker is to claim instead
	 */
	public boolean left(String queue, String worker) {
		return !isLocked(queue) && this.database.singleStep("note that a worker does not claim",
				() -> this.database.sql(LEFT)
					.param("queue", queue)
					.param("key", this.key)
					.param("worker", worker)
					.update()) > 0;
	}

}
