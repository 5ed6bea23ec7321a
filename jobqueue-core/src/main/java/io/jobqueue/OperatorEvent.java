package io.jobqueue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What this application has changed from outside of workers: by {@link JobOperator}, by
 * {@link JobSchedules}, or because a flow was cancelled or abandoned. The dashboard and
 * the endpoint use these too. Such changes are no part of a transaction of the caller.
 * Each event is published after the store has made the change, also inside a transaction
 * of the caller that is rolled back later. A call that throws may have changed something
 * without an event.
 * <p>
 * A queue or schedule that is paused, resumed or put gets an event also if it was so
 * before, and so does a limit.
 */
public sealed interface OperatorEvent extends JobEvent {

	/** What was done to jobs. */
	enum Act {

		/** They are CANCELLED. */
		CANCEL,

		/** They had ended, and are QUEUED again. */
		REQUEUE,

		/** They waited for their time, and are QUEUED. */
		RUN_NOW,

		/** They are not there any more. */
		DELETE

	}

	/** What was done to a schedule. */
	enum ScheduleAct {

		/** It was added or replaced. */
		PUT,

		/** It was removed. */
		REMOVE,

		/** It does not fire any more. */
		PAUSE,

		/** It fires again. */
		RESUME

	}

	/**
	 * Jobs of one queue were changed. An operation on all jobs that match a query gives
	 * one event for each step and queue, before its progress is reported. So each job
	 * that it changed is in one event.
	 *
	 * @param queue their queue
	 * @param act what was done
	 * @param ids the jobs that this call changed, from 1 to {@value #MOST_IDS}
	 */
	record JobsChanged(String queue, Act act, List<JobId> ids) implements OperatorEvent {

		/** The greatest number of jobs of one event. */
		public static final int MOST_IDS = 500;

		public JobsChanged {
			ids = List.copyOf(ids);
		}

	}

	/**
	 * A queue was paused.
	 *
	 * @param queue the queue
	 */
	record QueuePaused(String queue) implements OperatorEvent {
	}

	/**
	 * A queue was resumed.
	 *
	 * @param queue the queue
	 */
	record QueueResumed(String queue) implements OperatorEvent {
	}

	/**
	 * An operator has set or removed the bound of a limit.
	 *
	 * @param queue the queue
	 * @param limit the name of the limit, as in {@link JobOperator#limit}
	 * @param bound the bound, {@code null} if that of an operator was removed
	 */
	record LimitChanged(String queue, String limit, @Nullable Limit bound) implements OperatorEvent {
	}

	/**
	 * No job under a limit starts for a time.
	 *
	 * @param queue the queue
	 * @param limit the name of the limit, empty for the queue as a whole
	 * @param time how long from the call on
	 */
	record HeldBack(String queue, String limit, Duration time) implements OperatorEvent {
	}

	/**
	 * A unique key was freed.
	 *
	 * @param queue the queue
	 * @param id the job that owned the key
	 */
	record KeyReleased(String queue, JobId id) implements OperatorEvent {
	}

	/**
	 * A schedule was changed. One that was triggered gives a {@link JobEvent.Ticked}.
	 * What code or configuration declares has no event.
	 *
	 * @param queue the queue of the schedule
	 * @param schedule its name
	 * @param act what was done
	 */
	record ScheduleChanged(String queue, String schedule, ScheduleAct act) implements OperatorEvent {
	}

	/**
	 * A worker was drained or resumed.
	 *
	 * @param worker its id
	 * @param draining whether it takes no more jobs
	 */
	record WorkerDrained(String worker, boolean draining) implements OperatorEvent {

		/** Empty: a worker may serve several queues. */
		@Override
		public String queue() {
			return "";
		}

	}

	/**
	 * A flow was cancelled. {@link JobsChanged} follow for those of its jobs that had not
	 * ended, and {@link JobEvent.FlowEnded} when all of them have.
	 *
	 * @param id the flow
	 * @param name its name, {@code null} if it has none
	 */
	record FlowCancelled(FlowId id, @Nullable String name) implements OperatorEvent {

		/** Empty: the jobs of a flow may be in several queues. */
		@Override
		public String queue() {
			return "";
		}

	}

}
