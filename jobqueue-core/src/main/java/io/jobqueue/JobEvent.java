package io.jobqueue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What happened to jobs in this application. Events are not stored: each application has
 * those of its own dispatches, attempts and operations, and a process that ends may lose
 * the last ones. They have neither payloads, results nor errors, which
 * {@link JobExplorer} finds by the id.
 */
public sealed interface JobEvent permits JobEvent.OfAttempt, JobEvent.Dispatched, JobEvent.Unsent, JobEvent.Duplicate,
		JobEvent.Reclaimed, JobEvent.Ticked, JobEvent.Relayed, JobEvent.Parked, JobEvent.FlowEnded, OperatorEvent {

	/** The queue of the jobs; empty for a flow, which may have jobs in several. */
	String queue();

	/** An event of one attempt. */
	sealed interface OfAttempt extends JobEvent {

		/** The id of the job. */
		JobId id();

		/** The task, {@code unknown} if this application does not know it. */
		String task();

		/** The number of the attempt, 1 for the first. */
		int attempt();

		/**
		 * How often the job was claimed, including this time. Attempts with the same
		 * number differ in it.
		 */
		int delivery();

	}

	/**
	 * Jobs were stored; those of a transaction after its commit.
	 *
	 * @param queue their queue
	 * @param task the name of their task
	 * @param count the number of jobs
	 */
	record Dispatched(String queue, String task, int count) implements JobEvent {
	}

	/**
	 * The transaction in which jobs were dispatched has committed, but the store did not
	 * store them, or it is unknown whether it did.
	 *
	 * @param queue their queue
	 * @param task the name of their task
	 * @param count the number of jobs
	 */
	record Unsent(String queue, String task, int count) implements JobEvent {
	}

	/**
	 * Jobs were dispatched and not stored, because other jobs own their unique keys. In a
	 * transaction it is published after the commit, except for {@code REJECT}.
	 *
	 * @param queue their queue
	 * @param task the name of their task
	 * @param conflict what was done: {@code KEEP} also where the owner could not be
	 * replaced
	 * @param count the number of jobs
	 */
	record Duplicate(String queue, String task, UniqueKey.Conflict conflict, int count) implements JobEvent {
	}

	/**
	 * An attempt starts.
	 *
	 * @param id the id of the job
	 * @param queue its queue
	 * @param task the name of its task
	 * @param attempt the number of the attempt
	 * @param delivery how often the job was claimed
	 * @param waited how long the job had been due, not negative
	 */
	record Started(JobId id, String queue, String task, int attempt, int delivery,
			Duration waited) implements OfAttempt {
	}

	/**
	 * An attempt has an outcome that is stored, or its job was cancelled while it ran.
	 *
	 * @param id the id of the job
	 * @param queue the queue it was claimed from
	 * @param task the name of its task
	 * @param attempt the number of the attempt
	 * @param delivery how often the job was claimed
	 * @param status the status with which the job ended. If it did not end: RETRY before
	 * another attempt, with or without a delay; INTERRUPTED after a stop of the worker;
	 * QUEUED if the attempt counts as lost
	 * @param execution how long the handler ran
	 */
	record Finished(JobId id, String queue, String task, int attempt, int delivery, JobStatus status,
			Duration execution) implements OfAttempt {
	}

	/**
	 * The job of a running attempt does not belong to this worker any more: it was
	 * cancelled, or its lease has expired.
	 *
	 * @param id the id of the job
	 * @param queue its queue
	 * @param task the name of its task
	 * @param attempt the number of the attempt
	 * @param delivery how often the job was claimed
	 */
	record Lost(JobId id, String queue, String task, int attempt, int delivery) implements OfAttempt {
	}

	/**
	 * A handler still runs although it was interrupted.
	 *
	 * @param id the id of the job
	 * @param queue its queue
	 * @param task the name of its task
	 * @param attempt the number of the attempt
	 * @param delivery how often the job was claimed
	 */
	record Abandoned(JobId id, String queue, String task, int attempt, int delivery) implements OfAttempt {
	}

	/**
	 * This application reclaimed jobs of lost workers.
	 *
	 * @param queue their queue
	 * @param requeued how many wait again
	 * @param poisoned those that ended as poison jobs
	 */
	record Reclaimed(String queue, int requeued, List<JobId> poisoned) implements JobEvent {

		public Reclaimed {
			poisoned = List.copyOf(poisoned);
		}

		/** The number of all jobs. */
		public int total() {
			return this.requeued + this.poisoned.size();
		}

	}

	/**
	 * This application has decided about a tick of a schedule.
	 *
	 * @param queue the queue of the schedule
	 * @param task the name of its task
	 * @param schedule its name
	 * @param outcome what became of the tick
	 * @param late how long after its time, including the jitter; zero for one that was
	 * triggered by hand
	 */
	record Ticked(String queue, String task, String schedule, JobSchedule.Outcome outcome,
			Duration late) implements JobEvent {
	}

	/**
	 * The relay of the outbox has stored a job.
	 *
	 * @param queue its queue
	 * @param id the id of the job
	 * @param age the time since the job was written to the outbox
	 */
	record Relayed(String queue, JobId id, Duration age) implements JobEvent {
	}

	/**
	 * The relay has parked a job in the outbox, because the store refused it for good, or
	 * its row cannot be read.
	 *
	 * @param queue its queue
	 * @param id the id of the job, as its row has it
	 */
	record Parked(String queue, String id) implements JobEvent {
	}

	/**
	 * This application has let a flow end, after the commit where the store has
	 * transactions. A flow that goes on after it was FAILED has a further event when it
	 * ends again.
	 *
	 * @param id the flow
	 * @param name its name, {@code null} if it has none
	 * @param status SUCCESS, FAILED, CANCELLED or ABANDONED. The last two come once all
	 * jobs of the flow have ended
	 */
	record FlowEnded(FlowId id, @Nullable String name, FlowStatus status) implements JobEvent {

		/** Empty: the jobs of a flow may be in several queues. */
		@Override
		public String queue() {
			return "";
		}

	}

}
