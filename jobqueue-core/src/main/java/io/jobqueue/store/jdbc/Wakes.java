package io.jobqueue.store.jdbc;

import java.util.Collection;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wakes workers that sleep, one a queue: it wakes the next if it leaves something, so a
 * single job never rouses all. Who sleeps stands with its lease, so that workers in all
 * processes are seen, and nobody is signalled who is awake. A signal is a hint: when it
 * cannot be sent, the sleeper's poll finds the job.
 */
final class Wakes {

	private static final Logger logger = LoggerFactory.getLogger(Wakes.class);

	private static final String SLEEPS = """
			l.queue = :queue and l.waiting_since is not null and l.lease_until > {now} / 1000
			and (:always = 1 or (not exists (select 1 from {p}queue q where q.name = :queue and q.paused = true)
			and ((:ready = 1 and exists (select 1 from {p}ready r where r.queue = :queue))
			or (:due < 9223372036854775807 and not exists
			(select 1 from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED' and s.due_at < :due)
			and not exists
			(select 1 from {p}scheduled s where s.queue = :queue and s.status = 'RETRY' and s.due_at < :due)))))
			""";

	/** One that is locked is left out, so that whoever dispatches does not wait. */
	private static final String SLEEPERS = "select l.worker from {p}lease l where l.worker {in:ids} and " + SLEEPS
			+ "order by l.waiting_since, l.worker limit 5 for update skip locked";

	private static final String WAKE = """
			update {p}lease set waiting_since = null
			where queue = :queue and worker = :worker and waiting_since is not null
			""";

	/**
	 * All in one. Workers of this process come first, since their signal needs no
	 * message. The commit is not waited for: a worker that is woken in vain asks, and
	 * sleeps again.
	 */
	private static final String WAKE_ANYWHERE = "with sleeper as materialized (select l.worker from {p}lease l where "
			+ SLEEPS + "order by (l.worker {in:ids}) desc, l.waiting_since, l.worker limit 1 for update skip locked), "
			+ "woken as (update {p}lease l set waiting_since = null from sleeper s "
			+ "where l.queue = :queue and l.worker = s.worker returning l.worker) "
			+ "select worker, set_config('synchronous_commit', 'off', true), "
			+ "case when worker {in:ids} then '' else cast(pg_notify(" + Notifications.CHANNEL.formatted("worker")
			+ ", :message) as text) end from woken";

	private final Database database;

	private final JdbcQueueSignal signal;

	private final Notifications notifications;

	Wakes(Database database, JdbcQueueSignal signal, Notifications notifications) {
		this.database = database;
		this.signal = signal;
		this.notifications = notifications;
	}

	/** Not inside a transaction: what it finds must be what others see. */
	void wake(Collection<Wake> wakes) {
		for (Wake wake : wakes) {
			try {
				if (this.notifications.areSent()) {
					wakeAnywhere(wake);
				}
				else {
					wakeHere(wake);
				}
			}
			catch (JobQueueException ex) {
				logger.debug("No worker of queue '{}' could be woken; they poll", wake.queue(), ex);
			}
		}
	}

	/**
	 * As {@link #wake}, after a step of a worker, over one of the connections that steps
	 * may take. Not inside a step.
	 */
	void wakeAfterStep(Collection<Wake> wakes) {
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

	private void wakeAnywhere(Wake wake) {
		this.database
			.single("wake a worker",
					() -> sleepers(WAKE_ANYWHERE, wake).param("prefix", this.database.prefix())
						.param("message", Notifications.Message.ready(wake.queue()))
						.query((row, number) -> row.getString("worker"))
						.list())
			.forEach((worker) -> this.signal.queueReady(worker, wake.queue()));
	}

	private void wakeHere(Wake wake) {
		if (this.signal.workers().isEmpty()) {
			return;
		}
		List<String> sleepers = this.database.read("look for sleeping workers",
				() -> sleepers(SLEEPERS, wake).query(String.class).list());
		for (String worker : sleepers) {
			if (this.database.single("wake a worker",
					() -> this.database.sql(WAKE).param("queue", wake.queue()).param("worker", worker).update()) > 0) {
				this.signal.queueReady(worker, wake.queue());
				return;
			}
		}
	}

	private JdbcClient.StatementSpec sleepers(String text, Wake wake) {
		List<String> here = this.signal.workers();
		return this.database.sql(text)
			.param("ids", this.database.dialect().ids(here.isEmpty() ? List.of("") : here))
			.param("queue", wake.queue())
			.param("always", wake.always() ? 1 : 0)
			.param("ready", wake.ifReady() ? 1 : 0)
			.param("due", wake.ifFirstDue());
	}

	/** Tell a worker that a job it runs was cancelled. */
	void cancelled(String worker, JobId id) {
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

}
