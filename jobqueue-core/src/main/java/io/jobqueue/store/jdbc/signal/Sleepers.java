package io.jobqueue.store.jdbc.signal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobStatus;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.row.QueueHeads;

/**
 * The workers that sleep on a queue, as their leases say, so that those of all processes
 * are seen and none that is awake is signalled.
 */
final class Sleepers {

	private static final String ASLEEP = """
			l.queue = :queue and l.waiting_since is not null and l.lease_until > {now} / 1000
			""";

	private static final String RUNS = """
			and not exists (select 1 from {p}queue q where q.name = :queue and q.paused = true)
			""";

	private static final String READY = QueueHeads.ready(":queue") + " is not null";

	private static final String NOT_BEFORE = "coalesce(%s, :due) >= :due";

	private static final String FIRST_DUE = "(:due < 9223372036854775807 and "
			+ NOT_BEFORE.formatted(QueueHeads.waiting(":queue", JobStatus.SCHEDULED)) + " and "
			+ NOT_BEFORE.formatted(QueueHeads.waiting(":queue", JobStatus.RETRY)) + ")";

	private static final String HERE = "select l.worker from {p}lease l where l.worker {in:ids} and %s"
			+ " order by l.waiting_since, l.worker limit 20";

	/** Those of this process come first: their signal needs no message. */
	private static final String ANYWHERE = "select l.worker from {p}lease l where %s"
			+ " order by case when l.worker {in:ids} then 0 else 1 end, l.waiting_since, l.worker limit 20";

	/** For jobs that are ready, if another worker was not faster. */
	private static final String AFTER_INSERT = ANYWHERE.formatted(ASLEEP + RUNS);

	/** The same, for jobs of which the database knows when they are due. */
	private static final String AFTER_INSERT_FOR_LATER = ("with first as materialized "
			+ "(select coalesce(min(s.due_at), 9223372036854775807) as due from {p}scheduled s where s.queue = :queue "
			+ "and s.id = any(:later)) "
			+ ANYWHERE.formatted(ASLEEP + RUNS + "and (" + READY + " or " + FIRST_DUE + ")"))
		.replace(":due", "(select due from first)");

	/**
	 * Notes that one of another process is awake, and sends it a message. One whose lease
	 * is locked is left out, so that whoever dispatches does not wait. It does not wait
	 * for the commit: a worker that wakes too early finds nothing and waits again.
	 */
	private static final String WAKE_ELSEWHERE = "with sleeper as materialized (select l.worker from {p}lease l where "
			+ "not (l.worker {in:ids}) and %s order by l.waiting_since, l.worker limit 1 for update skip locked), "
			+ "woken as (update {p}lease l set waiting_since = null from sleeper s "
			+ "where l.queue = :queue and l.worker = s.worker returning l.worker) "
			+ "select worker, set_config('synchronous_commit', 'off', true), cast(pg_notify("
			+ Notifications.CHANNEL.formatted("worker") + ", :message) as text) from woken";

	private final Database database;

	private final JdbcQueueSignal signal;

	Sleepers(Database database, JdbcQueueSignal signal) {
		this.database = database;
		this.signal = signal;
	}

	/** The first workers of this process that sleep and are to be woken. */
	List<String> here(WakeCondition wake) {
		return this.signal.workers().isEmpty() ? List.of() : find(HERE, wake);
	}

	/** The first workers of all processes, those of this one before the others. */
	List<String> anywhere(WakeCondition wake) {
		return find(ANYWHERE, wake);
	}

	private List<String> find(String text, WakeCondition wake) {
		return this.database.read("look for sleeping workers",
				() -> this.database.sql(text.formatted(asleep(wake)))
					.params(parameters(wake))
					.query(String.class)
					.list());
	}

	/**
	 * The same for jobs that have come into a queue, to be run after their commit. It
	 * needs not know what became of them.
	 * @param later those that may be due later
	 */
	Waker.Shared afterInsert(String queue, List<String> later) {
		Map<String, Object> parameters = parameters(WakeCondition.always(queue));
		if (!later.isEmpty()) {
			parameters.put("later", this.database.dialect().ids(later));
		}
		return new Waker.Shared(new OneTrip.Query<>(later.isEmpty() ? AFTER_INSERT : AFTER_INSERT_FOR_LATER,
				(row, number) -> row.getString("worker")), parameters);
	}

	/**
	 * Send a message to a worker of another process.
	 * @return whether it was sent: not if there is none, or its lease is locked
	 */
	boolean notifyElsewhere(WakeCondition wake) {
		return !this.database
			.single("wake a worker",
					() -> this.database.sql(WAKE_ELSEWHERE.formatted(asleep(wake)))
						.params(parameters(wake))
						.param("prefix", this.database.prefix())
						.param("message", Notifications.Message.ready(wake.queue()))
						.query((row, number) -> row.getString("worker"))
						.list())
			.isEmpty();
	}

	/**
	 * A text for each kind of reason. With the kind as a parameter, the database would
	 * plan the statement anew each time.
	 */
	private static String asleep(WakeCondition wake) {
		if (wake.always()) {
			return ASLEEP;
		}
		boolean due = wake.ifFirstDue() < WakeCondition.NEVER;
		return ASLEEP + RUNS + "and ("
				+ ((wake.ifReady() && due) ? READY + " or " + FIRST_DUE : wake.ifReady() ? READY : FIRST_DUE) + ")";
	}

	private Map<String, Object> parameters(WakeCondition wake) {
		List<String> here = this.signal.workers();
		return new HashMap<>(Map.of("ids", this.database.dialect().ids(here.isEmpty() ? List.of("") : here), "queue",
				wake.queue(), "due", wake.ifFirstDue()));
	}

}
