package io.jobqueue.store.jdbc.step;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.LifecycleEvent;
import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.StepHooks;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.limit.FreedSlots;
import io.jobqueue.store.jdbc.row.HistoryRow;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.job.NewJob;

/**
 * One step of the store, in the transaction of its caller, at one moment of the
 * database's clock. The caller has locked the rows of the jobs. It makes all transitions,
 * gathers the rows that they change, and calls the hooks. Not for use by several threads.
 */
public final class JobStep {

	public final StepClock now;

	public final RowChanges changes;

	public final Signals signals;

	private final List<StepHooks> hooks;

	private final KeyChanges keys;

	private final FreedSlots freed;

	private final FlowNotices notices;

	public JobStep(StepClock now) {
		this.now = now;
		this.changes = new RowChanges();
		this.signals = new Signals();
		this.hooks = List.of(this.signals);
		this.keys = new KeyChanges();
		this.freed = new FreedSlots();
		this.notices = new FlowNotices();
	}

	private JobStep(StepClock now, JobStep step) {
		this.now = now;
		this.changes = step.changes;
		this.signals = step.signals;
		this.hooks = step.hooks;
		this.keys = step.keys;
		this.freed = step.freed;
		this.notices = step.notices;
	}

	/** The same step at a later moment. */
	public JobStep at(StepClock later) {
		return new JobStep(later, this);
	}

	/** A new job, whose record is written. */
	public void insert(NewJob job) {
		JobState state = JobState.inserted(job, this.now.instant());
		QueueEntry slot = QueueEntry.of(state, job.priority(), this.now.nextSequence(),
				JdbcJobRecord.marks(job.traits()));
		if (slot.isTagged()) {
			this.changes.enterTags(job);
		}
		if (state.place() == Place.DELAYED) {
			this.changes.enterScheduled(slot, state.status());
		}
		else {
			this.changes.enterReady(slot);
		}
		this.hooks.forEach((hook) -> hook.enter(state));
	}

	/**
	 * Replace the row of a job that waits by an equal one. A claim that began before it
	 * has seen another record of the job, and so cannot take the new row.
	 */
	void rewrite(QueueEntry slot, JobStatus status) {
		if (status == JobStatus.QUEUED) {
			this.changes.leaveReady(slot);
			this.changes.enterReady(slot);
		}
		else {
			this.changes.leaveScheduled(slot, status);
			this.changes.enterScheduled(slot, status);
		}
	}

	/** Put off a job that waits and whose row is locked. */
	void putOff(QueueEntry slot, JobStatus status, Instant due) {
		if (status == JobStatus.QUEUED) {
			this.changes.leaveReady(slot);
			this.freed.withdrawn(slot);
		}
		else {
			this.changes.leaveScheduled(slot, status);
		}
		JobState after = StoredJob.waiting(slot, status, HistoryRow.NONE, "").state().putOff(due);
		this.changes.enterScheduled(QueueEntry.of(after, slot.priority(), slot.sequence(), slot.marks()),
				after.status());
		this.hooks.forEach((hook) -> hook.enter(after));
	}

	/** What an event makes of a job whose row is locked. */
	public Decision apply(LifecycleEvent event, StoredJob job) {
		Decision decision = event.decide(job.state(), this.now.instant());
		if (decision instanceof Transition transition) {
			apply(transition, job);
		}
		return decision;
	}

	private void apply(Transition transition, StoredJob job) {
		leave(job);
		JobState after = transition.after();
		if (after != null) {
			enter(transition, after, job);
		}
		else {
			this.changes.delete(job.slot().id(), job.slot().past());
		}
		if (job.slot().isTagged()) {
			applyToTags(transition, job.slot().id());
		}
		if (job.slot().isNoted()) {
			applyToNotes(transition, job.slot().id());
		}
		this.hooks.forEach(transition::call);
		if (job.slot().hasKey()) {
			transition.call(this.keys);
		}
		if (job.slot().isLimited()) {
			this.freed.note(job.slot(), transition);
		}
		if (job.slot().isInFlow()) {
			this.notices.note(transition);
		}
	}

	private void applyToTags(Transition transition, String id) {
		JobState after = transition.after();
		if (after == null) {
			this.changes.deleteTags(id);
		}
		else if (transition.moves()) {
			this.changes.moveTags(id, after.queue());
		}
	}

	private void applyToNotes(Transition transition, String id) {
		if (transition.after() == null) {
			this.changes.deleteNotes(id);
		}
		else if (transition.startsAnew()) {
			this.changes.deleteSteps(id);
		}
	}

	private void leave(StoredJob job) {
		JobStatus status = job.state().status();
		switch (job.state().place()) {
			case READY -> this.changes.leaveReady(job.slot());
			case DELAYED -> this.changes.leaveScheduled(job.slot(), status);
			case HELD -> this.changes.leaveRunning(job.slot(), status);
			case ENDED -> this.changes
				.leaveEnd(new RowChanges.EndedJob(job.slot().queue(), status, job.task(), job.past().errorType()));
		}
	}

	private void enter(Transition transition, JobState after, StoredJob job) {
		HistoryRow past = job.past().after(transition, after);
		boolean changed = !past.equals(job.past());
		if (changed) {
			this.changes.past(past.values(after, job.slot().marks()), job.slot().past());
		}
		long sequence = transition.atTail() ? this.now.nextSequence() : job.slot().sequence();
		QueueEntry slot = QueueEntry.of(after, job.slot().priority(), sequence,
				changed ? (job.slot().marks() | QueueEntry.PAST) : job.slot().marks());
		JobState.Hold hold = after.hold();
		if (hold != null) {
			this.changes.enterRunning(new RunningRow(slot, hold.worker(), hold.startedAt().toEpochMilli(),
					hold.progress(), hold.inLine()));
			return;
		}
		switch (after.place()) {
			case READY, HELD -> this.changes.enterReady(slot);
			case DELAYED -> this.changes.enterScheduled(slot, after.status());
			case ENDED -> this.changes
				.enterEnd(new RowChanges.EndedJob(after.queue(), after.status(), job.task(), past.errorType()));
		}
	}

	/**
	 * Lock the limits of jobs whose rows are locked, before anything becomes of them.
	 * @return the ids of those whose limits another transaction keeps locked; nothing
	 * must become of them
	 */
	public Set<String> lockLimits(Database database, Collection<RunningRow> jobs) {
		return this.freed.lock(database,
				jobs.stream().filter((job) -> job.slot().isLimited()).map(RunningRow::id).toList());
	}

	/**
	 * Lock the unique keys of ready jobs whose rows are locked, before they start.
	 * @return the ids of those whose keys another transaction keeps locked; nothing must
	 * become of them
	 */
	public Set<String> lockKeys(Database database, Collection<QueueEntry> ready) {
		return this.keys.lock(database, ready.stream().filter(QueueEntry::hasKey).map(QueueEntry::id).toList(),
				FreedKeys.STARTED);
	}

	/**
	 * Lock the unique keys that events free, before these are applied to jobs that
	 * workers hold and whose rows are locked.
	 * @return the ids of those whose keys another transaction keeps locked; nothing must
	 * become of them
	 */
	public Set<String> lockKeys(Database database, Collection<StoredJob> held,
			Function<StoredJob, LifecycleEvent> events) {
		return this.keys.lock(database, held.stream()
			.filter((job) -> job.slot().hasKey()
					&& events.apply(job).decide(job.state(), this.now.instant()) instanceof Transition transition
					&& (transition.moves() || transition.hooks().contains(Transition.Hook.ENDED)))
			.map((job) -> job.slot().id())
			.toList(), FreedKeys.ENDED);
	}

	/** A job is under these limits from now on. */
	public void limit(JobId id, List<String> limits) {
		this.freed.limit(id.value(), limits);
	}

	/** A job that a worker held waits under the limits that it has learnt. */
	public void park(StoredJob held) {
		if (held.slot().hasKey() && !held.state().wasAttempted()) {
			this.keys.parked(held.state());
		}
	}

	/** A job without a record leaves its worker. */
	public void forget(RunningRow running) {
		this.changes.leaveRunning(running.slot(), running.status());
		if (running.slot().isLimited()) {
			this.freed.stopped(running.slot());
		}
		if (running.slot().isNoted()) {
			this.changes.deleteNotes(running.id());
		}
	}

	/** Write what was not yet written. */
	public void write(Database database) {
		database.send(writeMost(database));
	}

	/**
	 * As {@link #write}, except for what can share the round trip of the next statements.
	 * @return what is to be sent with these
	 */
	public Unsent writeMost(Database database) {
		this.hooks.forEach(StepHooks::settle);
		this.freed.read(database);
		this.notices.read(database, this.changes);
		Unsent rows = this.changes.writeMost(database);
		if (this.keys.isEmpty() && this.freed.isEmpty()) {
			return rows;
		}
		database.send(rows);
		this.keys.write(database, this.now);
		this.freed.write(database, this.now).forEach((queue) -> this.signals.wake(WakeCondition.ifReady(queue)));
		return Unsent.NOTHING;
	}

}
