package io.jobqueue.store.jdbc.step;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.StepHooks;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.jdbc.signal.WakeCondition;

/**
 * Notes whom to signal once the step is committed: workers of a queue that may have work,
 * and the worker of a job that was cancelled.
 */
public final class Signals implements StepHooks {

	private final Map<String, WakeCondition> wakes = new HashMap<>();

	private final List<Cancelled> cancelled = new ArrayList<>();

	private final Set<String> freed = new HashSet<>();

	@Override
	public void enter(JobState job) {
		wake((job.place() == Place.READY) ? WakeCondition.ifReady(job.queue())
				: WakeCondition.ifFirstDue(job.queue(), job.dueAt().toEpochMilli()));
	}

	@Override
	public void stopped(Transition transition) {
		this.freed.add(transition.before().queue());
		JobState.Hold hold = transition.before().hold();
		JobState after = transition.after();
		if (hold != null && after != null && after.status() == JobStatus.CANCELLED) {
			this.cancelled.add(new Cancelled(after.id(), hold.worker()));
		}
	}

	public void wake(WakeCondition wake) {
		this.wakes.merge(wake.queue(), wake, WakeCondition::and);
	}

	/**
	 * Wake a worker of each queue in which jobs have stopped, as another job may start in
	 * place of one of these. To be called unless a worker stores the outcomes of its own
	 * jobs, because that one claims next.
	 */
	public void wakeForFreed() {
		this.freed.forEach((queue) -> wake(WakeCondition.ifReady(queue)));
	}

	public Collection<WakeCondition> wakes() {
		return List.copyOf(this.wakes.values());
	}

	public List<Cancelled> cancelled() {
		return List.copyOf(this.cancelled);
	}

	/**
	 * A job that was cancelled while a worker held it.
	 *
	 * @param id the job
	 * @param worker the worker
	 */
	public record Cancelled(JobId id, String worker) {
	}

}
