package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobId;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedule.Outcome;
import io.jobqueue.JobSchedules;
import io.jobqueue.JobStateException;
import io.jobqueue.Names;
import io.jobqueue.OperatorEvent.ScheduleAct;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.store.support.MonotonicIds;
import io.jobqueue.event.JobEvents;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/** The schedules of a store. */
public final class StoreJobSchedules implements JobSchedules {

	private static final int ATTEMPTS = 50;

	private final ScheduleChanges changes;

	private final ScheduleReads reads;

	private final ScheduleDefinitions definitions;

	private final TickJobs jobs;

	private final TickEvents events;

	private volatile Runnable changed = () -> {
	};

	/**
	 * Create schedules.
	 * @param store where they are kept; if it has no schedules, each call fails
	 * @param preparation checks the requests of their jobs
	 * @param events called for each tick and each change
	 * @param clock for the ids of jobs
	 * @param mask masks what is sensitive in payloads that are read
	 */
	public StoreJobSchedules(StoreBackend store, JobPreparation preparation, JobEvents events, InstantSource clock,
			PayloadMask mask) {
		this.changes = new ScheduleChanges(store);
		this.reads = new ScheduleReads(store, mask);
		this.definitions = new ScheduleDefinitions(preparation);
		this.jobs = new TickJobs(new MonotonicIds(clock));
		this.events = new TickEvents(events);
	}

	/** Call an action after each change by this object. */
	void onChange(Runnable action) {
		this.changed = action;
	}

	/** Check a schedule that the application declares. */
	ScheduleDeclarations.Declared check(DeclaredSchedule schedule) {
		return new ScheduleDeclarations.Declared(this.definitions.check(schedule.definition(), schedule.origin()),
				schedule.definition().paused());
	}

	ScheduleDeclarations declarations(List<ScheduleDeclarations.Declared> declared, Supplier<@Nullable String> worker) {
		return new ScheduleDeclarations(this.changes, declared, worker);
	}

	ScheduleFirings firings(ScheduleDeclarations declarations) {
		return new ScheduleFirings(this.changes, this.jobs, declarations, this.events);
	}

	@Override
	public void put(JobSchedule.Definition definition) {
		if (definition == null) {
			throw new InvalidScheduleException("The definition of a schedule must not be null");
		}
		ScheduleRules rules = this.definitions.check(definition, JobSchedule.Origin.RUNTIME);
		this.changes.put(rules, definition.paused());
		this.events.changed(rules.queue(), rules.name(), ScheduleAct.PUT);
		this.changed.run();
	}

	@Override
	public boolean remove(String name) {
		return published(this.changes.remove(Names.requireSchedule(name)), ScheduleAct.REMOVE);
	}

	@Override
	public boolean pause(String name) {
		return published(this.changes.pause(Names.requireSchedule(name)), ScheduleAct.PAUSE);
	}

	@Override
	public boolean resume(String name) {
		boolean exists = published(this.changes.resume(Names.requireSchedule(name)), ScheduleAct.RESUME);
		this.changed.run();
		return exists;
	}

	/** Publish a change, unless the schedule does not exist; returns whether it does. */
	private boolean published(@Nullable StoredSchedule schedule, ScheduleAct act) {
		if (schedule != null) {
			this.events.changed(schedule.queue(), schedule.name(), act);
		}
		return schedule != null;
	}

	@Override
	public JobId trigger(String name) {
		Names.requireSchedule(name);
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			StoredSchedule schedule = this.changes.find(name);
			if (schedule == null) {
				throw new InvalidScheduleException("There is no schedule '%s': put it first".formatted(name));
			}
			ScheduleRules rules = ScheduleRules.read(schedule);
			requireNoneWaits(schedule);
			Instant now = this.changes.now().truncatedTo(ChronoUnit.MILLIS);
			ScheduleFiring firing = this.jobs.trigger(schedule, rules, now);
			FiringResult result = this.changes.store().fire(List.of(firing)).get(0);
			if (!result.applied()) {
				continue;
			}
			this.events.publish(firing, rules, result, Duration.ZERO);
			if (result.outcomes().get(0) == Outcome.FIRED) {
				return firing.ticks().get(0).job().id();
			}
			throw notEnded(schedule);
		}
		throw new JobQueueException(
				"Schedule '%s' was changed by others %d times in a row: try again".formatted(name, ATTEMPTS));
	}

	private static void requireNoneWaits(StoredSchedule schedule) {
		if (schedule.waiting() != null) {
			throw notEnded(schedule);
		}
	}

	private static JobStateException notEnded(StoredSchedule schedule) {
		return new JobStateException(("Job '%s' of schedule '%s' has not ended: wait for it, cancel it, or set the "
				+ "overlap of the schedule to ALLOW")
			.formatted(schedule.lastJob(), schedule.name()));
	}

	@Override
	public @Nullable JobSchedule find(String name) {
		return this.reads.find(Names.requireSchedule(name));
	}

	@Override
	public List<JobSchedule> list(@Nullable String after, int limit) {
		return this.reads.list(after, limit);
	}

}
