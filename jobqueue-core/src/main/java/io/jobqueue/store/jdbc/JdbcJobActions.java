package io.jobqueue.store.jdbc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.ActionEvent;
import io.jobqueue.store.JobActions;
import io.jobqueue.store.JobBefore;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobChange;
import io.jobqueue.store.jdbc.step.JobStep;
import io.jobqueue.store.jdbc.step.Signals;
import io.jobqueue.store.job.JobAction;

/**
 * What is done to jobs and queues from outside.
 */
final class JdbcJobActions implements JobActions {

	/** How many jobs are changed by one step. */
	private static final int CHUNK = 500;

	private static final Map<JobAction, String> OPERATIONS = Map.of(JobAction.CANCEL, "cancel jobs", JobAction.REQUEUE,
			"requeue jobs", JobAction.RUN_NOW, "run jobs now", JobAction.DELETE, "delete jobs");

	private final Database database;

	private final Queues queues;

	private final JobChange change;

	private final Waker wakes;

	JdbcJobActions(Database database, Queues queues, JdbcJobFinder finder, Waker wakes) {
		this.database = database;
		this.queues = queues;
		this.change = new JobChange(database, finder);
		this.wakes = wakes;
	}

	@Override
	public Map<JobId, JobBefore> act(JobAction act, Collection<JobId> ids, Set<JobStatus> from) {
		Map<JobId, JobBefore> before = new LinkedHashMap<>();
		String operation = Objects.requireNonNull(OPERATIONS.get(act));
		List<String> all = ids.stream().map(JobId::value).distinct().toList();
		for (int start = 0; start < all.size(); start += CHUNK) {
			List<String> chunk = all.subList(start, Math.min(all.size(), start + CHUNK));
			Changed changed = this.database.own(operation, () -> change(new ActionEvent(act), chunk, from));
			changed.signals.cancelled().forEach((job) -> this.wakes.cancelled(job.worker(), job.id()));
			this.wakes.wake(changed.signals.wakes());
			before.putAll(changed.before);
		}
		return before;
	}

	private Changed change(ActionEvent event, List<String> ids, Set<JobStatus> from) {
		JobStep step = new JobStep(this.database.begin());
		Map<JobId, JobBefore> before = new LinkedHashMap<>();
		Map<String, StoredJob> jobs = this.change.lock(ids);
		this.queues.requireLevel(jobs.values().stream().map((job) -> job.slot().queue()).collect(Collectors.toSet()));
		jobs.values().forEach((job) -> {
			JobStatus status = event.status(job.state());
			before.put(job.state().id(), new JobBefore(status, job.slot().queue()));
			if (from.contains(status)) {
				step.apply(event, job);
			}
		});
		step.write(this.database);
		step.signals.wakeForFreed();
		return new Changed(before, step.signals);
	}

	@Override
	public void pause(String queue) {
		this.queues.pause(queue);
		this.wakes.paused(queue);
	}

	@Override
	public void resume(String queue) {
		if (this.queues.resume(queue)) {
			this.wakes.wake(List.of(WakeCondition.always(queue)));
		}
	}

	/** The statuses before a step, of the jobs that exist, and whom to signal. */
	private record Changed(Map<JobId, JobBefore> before, Signals signals) {
	}

}
