package io.jobqueue.store.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.jdbc.JobChange.LockedJob;

import org.jspecify.annotations.Nullable;

/**
 * What is done to jobs and queues from outside.
 */
final class JdbcJobControl implements JobControl {

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
	public @Nullable JobStatus cancel(JobId id) {
		Changed changed = change("cancel a job", id, (status) -> !status.isEnd(), (job, changes) -> {
			Moment now = this.database.now();
			Running running = job.running();
			if (running != null) {
				new Finishing(changes, now).cancel(new Finishing.Held(running, job.past(), job.task()));
			}
			else {
				job.leave(changes);
				job.past().ended(JobStatus.CANCELLED, now);
				changes.end(job.past(), job.slot(), job.task());
			}
		});
		Running running = (changed != null) ? changed.job.running() : null;
		if (running != null) {
			this.wakes.cancelled(running.worker(), id);
		}
		return status(changed);
	}

	@Override
	public @Nullable JobStatus requeue(JobId id) {
		Changed changed = change("requeue a job", id, JobStatus::isEnd, (job, changes) -> {
			Moment now = this.database.now();
			job.leave(changes);
			job.past().startAnew();
			Slot slot = job.slot().atTail(job.slot().queue(), now.millis(), now.nextPlace());
			changes.past(job.past(), slot);
			changes.enterReady(slot);
		});
		if (changed != null) {
			this.wakes.wake(changed.changes.wakes());
		}
		return status(changed);
	}

	@Override
	public @Nullable JobStatus delete(JobId id) {
		return status(change("delete a job", id, (status) -> status != JobStatus.STARTED, (job, changes) -> {
			job.leave(changes);
			changes.delete(id.value(), job.slot().past());
		}));
	}

	private @Nullable Changed change(String operation, JobId id, Predicate<JobStatus> allowed,
			BiConsumer<LockedJob, Changes> work) {
		return this.database.own(operation, () -> {
			this.database.begin();
			LockedJob job = this.change.lock(id.value());
			if (job == null) {
				return Optional.<Changed>empty();
			}
			Changes changes = new Changes();
			if (allowed.test(job.status())) {
				work.accept(job, changes);
				changes.write(this.database);
			}
			return Optional.of(new Changed(job, changes));
		}).orElse(null);
	}

	private static @Nullable JobStatus status(@Nullable Changed changed) {
		return (changed != null) ? changed.job.status() : null;
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

	private record Changed(LockedJob job, Changes changes) {
	}

}
