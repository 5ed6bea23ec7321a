package io.jobqueue.store.jdbc;

import java.util.Collection;
import java.util.List;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes workers that sleep, one a queue: it wakes the next if it leaves something, so a
 * single job never rouses all. Who sleeps stands with its lease, so that workers in all
 * processes are seen, and nobody is signalled who is awake. A signal is a hint: when it
 * cannot be sent, the sleeper's poll finds the job.
 */
final class Wakes {

	private static final Logger logger = LoggerFactory.getLogger(Wakes.class);

	private static final String SLEEPERS = """
			select l.worker from {p}lease l
			where l.queue = :queue and l.waiting_since is not null and l.lease_until > {now} / 1000
			and (:everywhere = 1 or l.worker in (:heard))
			and (:always = 1 or (not exists (select 1 from {p}queue q where q.name = :queue and q.paused = true)
			and ((:ready = 1 and exists (select 1 from {p}ready r where r.queue = :queue))
			or (:due < 9223372036854775807 and not exists
			(select 1 from {p}scheduled s where s.queue = :queue and s.status = 'SCHEDULED' and s.due_at < :due)
			and not exists
			(select 1 from {p}scheduled s where s.queue = :queue and s.status = 'RETRY' and s.due_at < :due)))))
			order by l.waiting_since, l.worker limit 5
			""";

	private static final String WAKE = """
			update {p}lease set waiting_since = null
			where queue = :queue and worker = :worker and waiting_since is not null
			""";

	private final Database database;

	private final JdbcQueueSignal signal;

	Wakes(Database database, JdbcQueueSignal signal) {
		this.database = database;
		this.signal = signal;
	}

	/** Not inside a transaction: what it finds must be what others see. */
	void wake(Collection<Wake> wakes) {
		for (Wake wake : wakes) {
			try {
				wake(wake);
			}
			catch (JobQueueException ex) {
				logger.debug("No worker of queue '{}' could be woken; they poll", wake.queue(), ex);
			}
		}
	}

	private void wake(Wake wake) {
		List<String> heard = this.signal.workers();
		boolean everywhere = this.signal.reachesOtherProcesses();
		if (heard.isEmpty() && !everywhere) {
			return;
		}
		List<String> sleepers = this.database.read("look for sleeping workers",
				() -> sleepers(wake, heard, everywhere));
		for (String worker : sleepers) {
			if (this.database.own("wake a worker",
					() -> this.database.sql(WAKE).param("queue", wake.queue()).param("worker", worker).update()) > 0) {
				this.signal.queueReady(worker, wake.queue());
				return;
			}
		}
	}

	private List<String> sleepers(Wake wake, List<String> heard, boolean everywhere) {
		return this.database.sql(SLEEPERS)
			.param("queue", wake.queue())
			.param("everywhere", everywhere ? 1 : 0)
			.param("heard", heard.isEmpty() ? List.of("") : heard)
			.param("always", wake.always() ? 1 : 0)
			.param("ready", wake.ifReady() ? 1 : 0)
			.param("due", wake.ifFirstDue())
			.query(String.class)
			.list();
	}

	/** Tell a worker that a job it runs was cancelled. */
	void cancelled(String worker, JobId id) {
		try {
			this.signal.jobCancelled(worker, id);
		}
		catch (JobQueueException ex) {
			logger.debug("Worker '{}' could not be told that job '{}' is cancelled; its next renewal does", worker, id,
					ex);
		}
	}

}
