package io.jobqueue.store.jdbc.signal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wakes workers that sleep, one a queue: it wakes the next if it leaves something, so a
 * single job never rouses all. Who sleeps stands with its lease, so that workers in all
 * processes are seen, and none that is awake is signalled. A renewal has the lease locked
 * for a moment: the worker is woken after that. A signal is a hint: when it cannot be
 * sent, the sleeper's poll finds the job.
 */
public final class Waker {

	private static final Logger logger = LoggerFactory.getLogger(Waker.class);

	private static final String SLEEPS = """
			l.queue = :queue and l.waiting_since is not null and l.lease_until > {now} / 1000
			and (:always = 1 or (not exists (select 1 from {p}queue q where q.name = :queue and q.paused = true)
			and ((:ready = 1 and exists (select 1 from {p}ready r where r.queue = :queue))
			or (:due < 9223372036854775807 and not exists
			(select 1 from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED' and s.due_at < :due)
			and not exists
			(select 1 from {p}scheduled s where s.queue = :queue and s.status = 'RETRY' and s.due_at < :due)))))
			""";

	private static final String ASLEEP = "select 1 from {p}lease l where l.worker {in:ids} and " + SLEEPS + "limit 1";

	/** One that is locked is left out, so that whoever dispatches does not wait. */
	private static final String SLEEPERS = "select l.worker from {p}lease l where l.worker {in:ids} and " + SLEEPS
			+ "order by l.waiting_since, l.worker limit 5 for update skip locked";

	private static final String WAKE = """
			update {p}lease set waiting_since = null
			where queue = :queue and worker = :worker and waiting_since is not null
			""";

	/** Stands for a worker that sleeps, and whose lease is locked. */
	private static final String LOCKED = "";

	/**
	 * All in one. Workers of this process come first, since their signal needs no
	 * message. It does not wait for the commit: a worker that wakes too early finds
	 * nothing and waits again.
	 */
	private static final String WAKE_ANYWHERE = "with sleeper as materialized (select l.worker from {p}lease l where "
			+ SLEEPS + "order by (l.worker {in:ids}) desc, l.waiting_since, l.worker limit 1 for update skip locked), "
			+ "woken as (update {p}lease l set waiting_since = null from sleeper s "
			+ "where l.queue = :queue and l.worker = s.worker returning l.worker) "
			+ "select worker, set_config('synchronous_commit', 'off', true), "
			+ "case when worker {in:ids} then '' else cast(pg_notify(" + Notifications.CHANNEL.formatted("worker")
			+ ", :message) as text) end from woken union all select '', '', '' "
			+ "where not exists (select 1 from sleeper) and exists (select 1 from {p}lease l where " + SLEEPS + ")";

	/** The same, for jobs of which the database knows when they are due. */
	private static final String WAKE_FOR_LATER = WAKE_ANYWHERE.replace("with sleeper as", "with first as materialized "
			+ "(select coalesce(min(s.due_at), 9223372036854775807) as due from {p}scheduled s where s.queue = :queue "
			+ "and s.id = any(:later)), sleeper as")
		.replace(":due", "(select due from first)");

	private final Database database;

	private final JdbcQueueSignal signal;

	private final Notifications notifications;

	private final DeferredWakes deferred;

	public Waker(Database database, JdbcQueueSignal signal, Notifications notifications) {
		this.database = database;
		this.signal = signal;
		this.notifications = notifications;
		this.deferred = new DeferredWakes((wake) -> look(wake) != Look.LOCKED);
	}

	/**
	 * Not inside a transaction: what it finds must be what others see.
	 * @return whether it could look for one
	 */
	public boolean wake(Collection<WakeCondition> wakes) {
		boolean looked = true;
		for (WakeCondition wake : wakes) {
			Look look = look(wake);
			looked &= look != Look.FAILED;
			if (look == Look.LOCKED) {
				this.deferred.again(wake);
			}
		}
		return looked;
	}

	private Look look(WakeCondition wake) {
		try {
			boolean done = this.notifications.areSent() ? wakeAnywhere(wake) : wakeHere(wake);
			return done ? Look.DONE : Look.LOCKED;
		}
		catch (JobQueueException ex) {
			logger.debug("No worker of queue '{}' could be woken; they poll", wake.queue(), ex);
			return Look.FAILED;
		}
	}

	/** Wake workers for jobs that a caller's transaction has brought into queues. */
	public void later(Collection<String> queues) {
		this.deferred.later(queues);
	}

	/** Wake no worker any more but those for which it was asked. */
	public void close() {
		this.deferred.close();
	}

	/** Whether a worker can be woken in the round trip of what gives the reason. */
	public boolean canShare() {
		return this.notifications.areSent() && this.database.dialect().pipelines();
	}

	/**
	 * What wakes a worker for jobs that have come into a queue. To be run after their
	 * commit, but it needs not know what became of them.
	 * @param later those that may be due later
	 */
	public Shared shared(String queue, List<String> later) {
		Map<String, Object> parameters = new HashMap<>(parameters(WakeCondition.ifReady(queue)));
		parameters.put("prefix", this.database.prefix());
		parameters.put("message", Notifications.Message.ready(queue));
		if (!later.isEmpty()) {
			parameters.put("later", this.database.dialect().ids(later));
		}
		return new Shared(new OneTrip.Query<>(later.isEmpty() ? WAKE_ANYWHERE : WAKE_FOR_LATER,
				(row, number) -> row.getString("worker")), parameters);
	}

	/**
	 * Signal workers of this process; to others that {@link #shared} has answered the
	 * database sends a message.
	 */
	public void woken(String queue, Collection<String> workers) {
		if (!signal(queue, workers)) {
			this.deferred.again(WakeCondition.unlessPaused(queue));
		}
	}

	/** Return {@code false} if a worker sleeps whose lease is locked. */
	private boolean signal(String queue, Collection<String> workers) {
		workers.stream().filter((worker) -> !worker.equals(LOCKED)).forEach((worker) -> {
			this.signal.queueReady(worker, queue);
		});
		return !workers.contains(LOCKED);
	}

	/**
	 * As {@link #wake}, after a step of a worker, over one of the connections that steps
	 * may take. Not inside a step.
	 */
	public void wakeAfterStep(Collection<WakeCondition> wakes) {
		if (wakes.isEmpty()) {
			return;
		}
		this.database.takeWorkerConnection();
		try {
			wake(wakes);
		}
		finally {
			this.database.giveWorkerConnection();
		}
	}

	private boolean wakeAnywhere(WakeCondition wake) {
		return signal(wake.queue(),
				this.database.single("wake a worker",
						() -> sleepers(WAKE_ANYWHERE, wake).param("prefix", this.database.prefix())
							.param("message", Notifications.Message.ready(wake.queue()))
							.query((row, number) -> row.getString("worker"))
							.list()));
	}

	private boolean wakeHere(WakeCondition wake) {
		if (this.signal.workers().isEmpty() || find(ASLEEP, wake).isEmpty()) {
			return true;
		}
		for (String worker : find(SLEEPERS, wake)) {
			if (this.database.single("wake a worker",
					() -> this.database.sql(WAKE).param("queue", wake.queue()).param("worker", worker).update()) > 0) {
				this.signal.queueReady(worker, wake.queue());
				return true;
			}
		}
		return false;
	}

	private List<String> find(String text, WakeCondition wake) {
		return this.database.read("look for sleeping workers", () -> sleepers(text, wake).query(String.class).list());
	}

	private JdbcClient.StatementSpec sleepers(String text, WakeCondition wake) {
		return this.database.sql(text).params(parameters(wake));
	}

	private Map<String, Object> parameters(WakeCondition wake) {
		List<String> here = this.signal.workers();
		return Map.of("ids", this.database.dialect().ids(here.isEmpty() ? List.of("") : here), "queue", wake.queue(),
				"always", wake.always() ? 1 : 0, "ready", wake.ifReady() ? 1 : 0, "due", wake.ifFirstDue());
	}

	/** Tell a worker that a job it runs was cancelled. */
	public void cancelled(String worker, JobId id) {
		try {
			if (!this.signal.jobCancelled(worker, id) && this.notifications.areSent()) {
				this.notifications.jobCancelled(worker, id);
			}
		}
		catch (JobQueueException ex) {
			logger.debug("Worker '{}' could not be notified that job '{}' is cancelled; its next renewal reports it",
					worker, id, ex);
		}
	}

	/** Tell a worker that somebody has requested a stack. */
	public void stacksRequested(String worker) {
		try {
			if (!this.signal.stacksRequested(worker) && this.notifications.areSent()) {
				this.notifications.send(worker, Notifications.Message.STACKS);
			}
		}
		catch (JobQueueException ex) {
			logger.debug("Worker '{}' could not be notified of a request for a stack; it finds it soon", worker, ex);
		}
	}

	private enum Look {

		/** A worker was woken, or none sleeps. */
		DONE,

		/** One sleeps, but another transaction has locked its lease. */
		LOCKED,

		FAILED

	}

	/**
	 * A statement for the round trip of another one.
	 *
	 * @param query answers whom to signal, for {@link #woken}
	 * @param parameters its parameters
	 */
	public record Shared(OneTrip.Query<String> query, Map<String, Object> parameters) {
	}

}
