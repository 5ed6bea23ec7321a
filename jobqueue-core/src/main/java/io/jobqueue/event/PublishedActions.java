package io.jobqueue.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobContextHolder;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.OperatorEvent;
import io.jobqueue.OperatorEvent.JobsChanged;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.JobAction;

/**
 * Actions that publish what they have changed, after the store has answered. Actions are
 * no part of a transaction of the caller, so the change is committed by then.
 */
public final class PublishedActions implements JobActions {

	private final JobActions actions;

	private final JobEvents events;

	/**
	 * Publish what actions change.
	 * @param actions the actions of a store
	 * @param events receives the events
	 */
	public PublishedActions(JobActions actions, JobEvents events) {
		this.actions = actions;
		this.events = events;
	}

	@Override
	public Map<JobId, JobBefore> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		Map<JobId, JobBefore> before = send(act, ids, from);
		if (!this.events.isEmpty()) {
			Map<String, List<JobId>> changed = new LinkedHashMap<>();
			before.forEach((id, job) -> {
				if (from.contains(job.status()) && act.allows(job.status())) {
					changed.computeIfAbsent(job.queue(), (queue) -> new ArrayList<>()).add(id);
				}
			});
			changed.forEach((queue, jobs) -> publish(queue, of(act), jobs));
		}
		return before;
	}

	/**
	 * A job that cancels itself is interrupted, perhaps before it has the reply of the
	 * store. Then the call is made again, which changes nothing.
	 */
	private Map<JobId, JobBefore> send(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		try {
			return this.actions.act(act, ids, from);
		}
		catch (StoreUnavailableException ex) {
			JobId own = JobContextHolder.currentJob();
			if (act != JobAction.CANCEL || own == null || !ids.contains(own) || !Thread.interrupted()) {
				throw ex;
			}
			try {
				return withOwn(this.actions.act(act, ids, from), own);
			}
			finally {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** The first call has cancelled the job of this thread, which was running. */
	private static Map<JobId, JobBefore> withOwn(Map<JobId, JobBefore> again, JobId own) {
		Map<JobId, JobBefore> before = new HashMap<>(again);
		before.computeIfPresent(own, (id, job) -> (job.status() == JobStatus.CANCELLED)
				? new JobBefore(JobStatus.STARTED, job.queue()) : job);
		return before;
	}

	private void publish(String queue, OperatorEvent.Act act, List<JobId> ids) {
		for (int start = 0; start < ids.size(); start += JobsChanged.MOST_IDS) {
			this.events.publish(new JobsChanged(queue, act,
					ids.subList(start, Math.min(ids.size(), start + JobsChanged.MOST_IDS))));
		}
	}

	private static OperatorEvent.Act of(JobAction act) {
		return switch (act) {
			case CANCEL -> OperatorEvent.Act.CANCEL;
			case REQUEUE -> OperatorEvent.Act.REQUEUE;
			case RUN_NOW -> OperatorEvent.Act.RUN_NOW;
			case DELETE -> OperatorEvent.Act.DELETE;
		};
	}

	@Override
	public void pause(String queue) {
		this.actions.pause(queue);
		this.events.publish(new OperatorEvent.QueuePaused(queue));
	}

	@Override
	public void resume(String queue) {
		this.actions.resume(queue);
		this.events.publish(new OperatorEvent.QueueResumed(queue));
	}

}
