package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobAct;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.jdbc.JobChange.LockedJob;

/**
 * What is done to jobs and queues from outside.
 */
final class JdbcJobControl implements JobControl {

	/** How many jobs are changed by one step. */
	private static final int CHUNK = 500;

	private static final Map<JobAct, String> OPERATIONS = Map.of(JobAct.CANCEL, "cancel jobs", JobAct.REQUEUE,
			"requeue jobs", JobAct.DELETE, "delete jobs");

	private final Database database;

	private final Queues queues;

	private final JobChange change;

	private final Wakes wakes;

	JdbcJobControl(Database database, Queues queues, JobFinder finder, Wakes wakes) {
		this.database = database;
		this.queues = queues;
		this.change = new JobChange(database, finder);
		this.wakes = wakes;
	}

	@Override
	public Map<JobId, JobStatus> act(JobAct act, Collection<JobId> ids, Set<JobStatus> from) {
		Map<JobId, JobStatus> before = new LinkedHashMap<>();
		String operation = Objects.requireNonNull(OPERATIONS.get(act));
		List<String> all = ids.stream().map(JobId::value).distinct().toList();
		for (int start = 0; start < all.size(); start += CHUNK) {
			List<String> chunk = all.subList(start, Math.min(all.size(), start + CHUNK));
			Changed changed = this.database.own(operation, () -> change(act, chunk, from));
			changed.cancelled.forEach((job) -> this.wakes.cancelled(job.worker(), JobId.of(job.id())));
			this.wakes.wake(changed.changes.wakes());
			changed.jobs.forEach((id, job) -> before.put(JobId.of(id), status(act, job)));
		}
		return before;
	}

	private Changed change(JobAct act, List<String> ids, Set<JobStatus> from) {
		Moment now = this.database.begin();
		Changed changed = new Changed(this.change.lock(ids), new Changes(), new ArrayList<>());
		for (LockedJob job : changed.jobs.values()) {
			JobStatus status = status(act, job);
			if (act.allows(status) && from.contains(status)) {
				switch (act) {
					case CANCEL -> cancel(job, now, changed);
					case REQUEUE -> requeue(job, now, changed.changes);
					case DELETE -> {
						job.leave(changed.changes);
						changed.changes.delete(job.slot().id(), job.slot().past());
					}
				}
			}
		}
		changed.changes.write(this.database);
		return changed;
	}

	/** One that a worker holds is not deleted, also if it is in line. */
	private static JobStatus status(JobAct act, LockedJob job) {
		return (act == JobAct.DELETE && job.running() != null) ? JobStatus.STARTED : job.status();
	}

	private static void cancel(LockedJob job, Moment now, Changed changed) {
		Running running = job.running();
		if (running != null) {
			new Finishing(changed.changes, now).cancel(new Finishing.Held(running, job.past(), job.task()));
			changed.cancelled.add(running);
			return;
		}
		job.leave(changed.changes);
		job.past().ended(JobStatus.CANCELLED, now);
		changed.changes.end(job.past(), job.slot(), job.task());
	}

	private static void requeue(LockedJob job, Moment now, Changes changes) {
		job.leave(changes);
		job.past().startAnew();
		Slot slot = job.slot().atTail(job.slot().queue(), now.millis(), now.nextPlace());
		changes.past(job.past(), slot);
		changes.enterReady(slot);
	}

	@Override
	public void pause(String queue) {
		this.queues.pause(queue);
	}

	@Override
	public void resume(String queue) {
		if (this.queues.resume(queue)) {
			this.wakes.wake(List.of(Wake.always(queue)));
		}
	}

	/** What a step changed: those of the jobs that exist, and those that ran. */
	private record Changed(Map<String, LockedJob> jobs, Changes changes, List<Running> cancelled) {
	}

}
