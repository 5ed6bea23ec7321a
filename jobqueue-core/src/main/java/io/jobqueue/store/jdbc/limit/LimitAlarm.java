package io.jobqueue.store.jdbc.limit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.limit.LimitName;

import org.jspecify.annotations.Nullable;

/**
 * Which worker claims when a rate allows the next start: one of a queue, so that not all
 * of them claim at the same moment. Safe for use by many threads.
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

	private static final String EXPECTED = """
			select alarm_worker from {p}gate where queue = :queue and limit_key = :key and alarm_worker <> :worker
			and alarm_at > :now and alarm_at <= :later
			""";

	private final Database database;

	/** The workers of this process that may have an alarm, by queues. */
	private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

	private final String key = LimitKey.of(LimitName.QUEUE);

	private final Waker wakes;

	public LimitAlarm(Database database, Waker wakes) {
		this.database = database;
		this.wakes = wakes;
	}

	/**
	 * Return whether a worker is to claim when time lets the next job start, as a step of
	 * its own. One without room for more jobs may not claim in time: then another one is
	 * woken, unless one is to claim.
	 * @param request its claim
	 * @param started how many jobs it got
	 * @param opens when the next may start, in milliseconds, {@code null} if that is not
	 * known
	 */
	public boolean rings(ClaimRequest request, int started, @Nullable Long opens, StepClock now) {
		if (opens != null && opens <= now.millis()) {
			return true;
		}
		if (opens != null && started < request.startable()) {
			return isFor(request.queue(), request.worker(), opens, now);
		}
		if (isForOther(request.queue(), request.worker(), opens, now)) {
			this.wakes.wakeAfterStep(List.of(WakeCondition.unlessPaused(request.queue())));
		}
		return false;
	}

	private boolean isFor(String queue, String worker, long at, StepClock now) {
		this.known.compute(queue, (name, before) -> {
			Set<String> workers = (before != null) ? before : ConcurrentHashMap.newKeySet();
			workers.add(worker);
			return workers;
		});
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

	private boolean isForOther(String queue, String worker, @Nullable Long at, StepClock now) {
		if (this.known.getOrDefault(queue, Set.of()).contains(worker)) {
			left(queue, worker);
		}
		return at != null && this.database.workerRead("look who claims",
				() -> this.database.sql(EXPECTED)
					.param("queue", queue)
					.param("key", this.key)
					.param("worker", worker)
					.param("now", now.millis())
					.param("later", at + 1)
					.query(String.class)
					.list()
					.isEmpty());
	}

	/**
	 * Record that a worker does not claim any more, as a step of its own.
	 * @return whether another worker is to claim instead
	 */
	public boolean left(String queue, String worker) {
		this.known.computeIfPresent(queue, (name, workers) -> {
			workers.remove(worker);
			return workers.isEmpty() ? null : workers;
		});
		return !isLocked(queue) && this.database.singleStep("note that a worker does not claim",
				() -> this.database.sql(LEFT)
					.param("queue", queue)
					.param("key", this.key)
					.param("worker", worker)
					.update()) > 0;
	}

}
