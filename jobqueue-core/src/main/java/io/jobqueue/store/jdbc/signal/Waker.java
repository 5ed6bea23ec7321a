package io.jobqueue.store.jdbc.signal;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes workers that sleep, one a queue: it wakes the next if it leaves something, so a
 * single job never rouses all. A renewal has the lease of a worker of another process
 * locked for a moment: the worker is woken after that. A signal is a hint: when it cannot
 * be sent, the sleeper's poll finds the job.
 */
public final class Waker {

	private static final Logger logger = LoggerFactory.getLogger(Waker.class);

	private final Database database;

	private final JdbcQueueSignal signal;

	private final Notifications notifications;

	private final Sleepers sleepers;

	private final DeferredWakes deferred;

	public Waker(Database database, JdbcQueueSignal signal, Notifications notifications) {
		this.database = database;
		this.signal = signal;
		this.notifications = notifications;
		this.sleepers = new Sleepers(database, signal);
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

	/**
	 * For jobs that have been inserted, wake workers of this process that are known to
	 * sleep. That takes no look at the database.
	 * @return those for which it knows none
	 */
	public List<WakeCondition> wakeHere(Collection<WakeCondition> inserted) {
		return inserted.stream().filter((wake) -> !(wake.ifReady() && this.signal.wakeOneHere(wake.queue()))).toList();
	}

	/** Whether {@link #wakeHere} knows a worker for jobs that are ready. */
	public boolean sleepsHere(String queue) {
		return this.signal.sleepsHere(queue);
	}

	private Look look(WakeCondition wake) {
		try {
			boolean anywhere = this.notifications.areSent();
			return wakeOne(wake, anywhere ? this.sleepers.anywhere(wake) : this.sleepers.here(wake));
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

	/** Whether signals reach workers of other processes. Called by workers. */
	public boolean reachesOtherProcesses() {
		return this.notifications.areHeard();
	}

	/** Whether a worker can be woken in the round trip of what gives the reason. */
	public boolean canShare() {
		return this.notifications.areSent() && this.database.dialect().pipelines();
	}

	/**
	 * What finds the workers to wake for jobs that have come into a queue. To be run
	 * after their commit, but it needs not know what became of them.
	 * @param later those that may be due later
	 */
	public Shared shared(String queue, List<String> later) {
		return this.sleepers.afterInsert(queue, later);
	}

	/** Wake one of the workers that {@link #shared} has answered. */
	public void wakeOne(String queue, List<String> asleep) {
		WakeCondition wake = WakeCondition.unlessPaused(queue);
		try {
			if (wakeOne(wake, asleep) == Look.LOCKED) {
				this.deferred.again(wake);
			}
		}
		catch (JobQueueException ex) {
			logger.debug("No worker of queue '{}' could be woken; they poll", queue, ex);
		}
	}

	/**
	 * Wake one of this process, where nothing is to be stored: its next claim notes that
	 * it is awake. Until that begins it is not signalled again, so that the next job is
	 * for another one.
	 */
	private Look wakeOne(WakeCondition wake, List<String> asleep) {
		if (asleep.stream().anyMatch((worker) -> this.signal.wake(worker, wake.queue()))) {
			return Look.DONE;
		}
		boolean elsewhere = asleep.stream().anyMatch((worker) -> !this.signal.isHere(worker));
		return (!elsewhere || this.sleepers.notifyElsewhere(wake)) ? Look.DONE : Look.LOCKED;
	}

	/** A worker of this process is to look at a queue. */
	public void signal(String worker, String queue) {
		this.signal.queueReady(worker, queue);
	}

	/**
	 * A worker begins to claim, so that what comes from now on signals it again, or it
	 * waits no more.
	 */
	public void awake(String worker, String queue) {
		this.signal.awake(worker, queue);
	}

	/** No worker is to be woken for jobs that come into a paused queue. */
	public void paused(String queue) {
		this.signal.paused(queue);
	}

	/** It is stored that a worker sleeps from now on. */
	public void sleeps(String worker, String queue) {
		this.signal.sleeps(worker, queue);
	}

	/**
	 * As {@link #wake}, after a step of a worker, over one of the connections that steps
	 * may take. Not inside a step.
	 */
	public void wakeAfterStep(Collection<WakeCondition> wakes) {
		if (wakes.isEmpty()) {
			return;
		}
		this.database.workerCalls(() -> wake(wakes));
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

	/** Tell a worker that somebody has requested something of it. */
	public void requested(String worker) {
		try {
			if (!this.signal.requested(worker) && this.notifications.areSent()) {
				this.notifications.send(worker, Notifications.Message.REQUEST);
			}
		}
		catch (JobQueueException ex) {
			logger.debug("Worker '{}' could not be notified of a request; it finds it soon", worker, ex);
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
	 * @param query answers who sleeps, for {@link #wakeOne}
	 * @param parameters its parameters
	 */
	public record Shared(OneTrip.Query<String> query, Map<String, Object> parameters) {
	}

}
