package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.Transition;

/**
 * Notes whom to signal once the step is committed: workers of a queue that may have work,
 * and the worker of a job that was cancelled.
 */
final class Signals implements StepHooks {

	private final Map<String, WakeCondition> wakes = new HashMap<>();

	private final List<Cancelled> cancelled = new ArrayList<>();

	@Override
	public void enter(JobState job) {
		wake((job.place() == Place.READY) ? WakeCondition.ifReady(job.queue())
				: WakeCondition.ifFirstDue(job.queue(), job.dueAt().toEpochMilli()));
	}

	@Override
	public void stopped(Transition transition) {
		JobState.Hold hold = transition.before().hold();
		JobState after = transition.after();
		if (hold != null && after != null && after.status() == JobStatus.CANCELLED) {
			this.cancelled.add(new Cancelled(after.id(), hold.worker()));
		}
	}

	void wake(WakeCondition wake) {
		this.wakes.merge(wake.queue(), wake, WakeCondition::and);
	}

	Collection<WakeCondition> wakes() {
		return List.copyOf(this.wakes.values());
	}

	List<Cancelled> cancelled() {
		return List.copyOf(this.cancelled);
	}

	/**
	 * A job that was cancelled while a worker held it.
	 *
	 * @param id the job
	 * @param worker the worker
	 */
	record Cancelled(JobId id, String worker) {
	}

}
