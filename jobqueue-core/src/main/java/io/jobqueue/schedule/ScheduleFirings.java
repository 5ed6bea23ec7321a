package io.jobqueue.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.schedule.timing.TickPlan;
import io.jobqueue.store.error.StoreRefusedException;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.store.support.FirstFailure;
import io.jobqueue.store.support.Halving;

import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires the schedules that a look has found.
 */
final class ScheduleFirings {

	private static final Logger logger = LoggerFactory.getLogger(ScheduleFirings.class);

	private static final int MOST_FAILED = 1000;

	private static final int MOST_SHOWN = 20;

	private static final int PAGE = 200;

	/** How often the times of all schedules are checked. */
	private static final Duration CHECK = Duration.ofMinutes(10);

	private final ScheduleChanges changes;

	private final TickJobs jobs;

	private final ScheduleDeclarations declarations;

	private final TickEvents events;

	/** The revisions of schedules that cannot be fired by this release. */
	private final Map<String, Long> failed = new HashMap<>();

	private volatile Map<String, Duration> overdue = Map.of();

	/** Those of queues that no live worker serves. */
	private volatile Map<String, Duration> unserved = Map.of();

	private volatile Map<String, Instant> farAhead = Map.of();

	private @Nullable Long checkedNanos;

	ScheduleFirings(ScheduleChanges changes, TickJobs jobs, ScheduleDeclarations declarations, TickEvents events) {
		this.changes = changes;
		this.jobs = jobs;
		this.declarations = declarations;
		this.events = events;
	}

	/**
	 * Fire all that is due, queue by queue.
	 * @return what came of it
	 */
	Fired fire(ScheduleLook look, FirstFailure failures) {
		Map<String, List<Planned>> planned = new LinkedHashMap<>();
		Fired fired = new Fired();
		for (StoredSchedule schedule : look.due()) {
			if (Long.valueOf(schedule.revision()).equals(this.failed.get(schedule.name()))) {
				continue;
			}
			if (ScheduleChanges.isStale(schedule, look.now())) {
				failures.run(() -> park(schedule, fired));
				continue;
			}
			try {
				ScheduleRules rules = ScheduleRules.read(schedule);
				planned.computeIfAbsent(schedule.queue(), (queue) -> new ArrayList<>())
					.add(new Planned(this.jobs.firing(schedule, rules, look.now()), rules));
			}
			catch (RuntimeException ex) {
				fail(schedule, ex);
			}
		}
		planned.values().forEach((some) -> failures.run(() -> {
			Halving<Planned> parts = new Halving<>(some);
			for (List<Planned> part = parts.next(); !part.isEmpty(); part = parts.next()) {
				fire(part, parts, look.now(), fired);
			}
		}));
		noteOverdue(look);
		return fired;
	}

	/** One that is declared here takes force with the next declaration. */
	private void park(StoredSchedule schedule, Fired fired) {
		if (!this.declarations.contains(schedule.name())) {
			logger.info("Schedule '{}' does not fire, because no worker has declared it for a minute", schedule.name());
			fired.note(this.changes.park(schedule));
		}
	}

	private void fire(List<Planned> part, Halving<Planned> parts, Instant now, Fired fired) {
		try {
			List<FiringResult> results = this.changes.store().fire(part.stream().map(Planned::firing).toList());
			for (int i = 0; i < part.size(); i++) {
				Planned each = part.get(i);
				this.events.publish(each.firing, each.rules, results.get(i), late(each.firing.schedule(), now));
				fired.note(results.get(i).applied());
			}
		}
		catch (StoreRefusedException ex) {
			if (!parts.halve(part)) {
				fail(part.get(0).firing.schedule(), ex);
			}
		}
	}

	private static Duration late(StoredSchedule schedule, Instant now) {
		Instant due = schedule.due();
		return (due != null && due.isBefore(now)) ? Duration.between(due, now) : Duration.ZERO;
	}

	private void fail(StoredSchedule schedule, RuntimeException ex) {
		if (this.failed.size() >= MOST_FAILED) {
			this.failed.clear();
		}
		this.failed.put(schedule.name(), schedule.revision());
		logger.error("Schedule '{}' cannot be fired by this worker; it is tried again when it has changed",
				schedule.name(), ex);
	}

	/**
	 * Schedules that could not be fired and are late by more than a minute, with the time
	 * since they were due.
	 */
	Map<String, Duration> overdue() {
		Map<String, Duration> all = new TreeMap<>(this.unserved);
		all.putAll(this.overdue);
		return all;
	}

	private void noteOverdue(ScheduleLook look) {
		Map<String, Duration> late = new TreeMap<>();
		for (StoredSchedule schedule : look.due()) {
			Duration since = late(schedule, look.now());
			if (late.size() < MOST_SHOWN && this.failed.containsKey(schedule.name())
					&& since.compareTo(TickPlan.THRESHOLD) > 0) {
				late.put(schedule.name(), since);
			}
		}
		this.overdue = Map.copyOf(late);
	}

	/**
	 * Look now and then for schedules that do not fire: those of queues here because the
	 * clock was set back, others because no live worker serves their queue.
	 */
	void checkTimes(Collection<String> queues) {
		if (!ScheduleTimer.isTime(this.checkedNanos, CHECK)) {
			return;
		}
		this.checkedNanos = System.nanoTime();
		Map<String, Instant> ahead = new TreeMap<>();
		Map<String, StoredSchedule> late = new TreeMap<>();
		List<StoredSchedule> page = this.changes.store().list(null, PAGE);
		Instant now = page.isEmpty() ? Instant.EPOCH : this.changes.now();
		while (!page.isEmpty()) {
			for (StoredSchedule schedule : page) {
				boolean here = queues.contains(schedule.queue());
				if (here && ahead.size() < MOST_SHOWN && isFarAhead(schedule, now)) {
					ahead.put(schedule.name(), Objects.requireNonNull(schedule.due()));
				}
				else if (!here && isMissed(schedule, now)) {
					late.put(schedule.name(), schedule);
				}
			}
			page = (page.size() < PAGE) ? List.of() : this.changes.store().list(page.get(page.size() - 1).name(), PAGE);
		}
		noteFarAhead(ahead);
		noteUnserved(late, now);
	}

	private static boolean isMissed(StoredSchedule schedule, Instant now) {
		return late(schedule, now).compareTo(TickPlan.THRESHOLD) > 0 && !ScheduleChanges.isStale(schedule, now);
	}

	private void noteFarAhead(Map<String, Instant> found) {
		found.forEach((name, due) -> {
			if (!this.farAhead.containsKey(name)) {
				logger.warn(
						"Schedule '{}' does not fire before {}, although it has earlier ticks: the clock of the store "
								+ "was set back. Pause and resume it to plan it anew",
						name, due);
			}
		});
		this.farAhead = Map.copyOf(found);
	}

	private void noteUnserved(Map<String, StoredSchedule> late, Instant now) {
		Map<String, Duration> found = new TreeMap<>();
		Set<String> served = late.isEmpty() ? Set.of() : this.changes.servedQueues();
		for (StoredSchedule schedule : late.values()) {
			if (found.size() < MOST_SHOWN && !served.contains(schedule.queue())) {
				found.put(schedule.name(), late(schedule, now));
				if (!this.unserved.containsKey(schedule.name())) {
					logger.warn(
							"Schedule '{}' does not fire, because no live worker serves its queue '{}': name the queue "
									+ "under jobqueue.queues of an application that is to run its jobs",
							schedule.name(), schedule.queue());
				}
			}
		}
		this.unserved = Map.copyOf(found);
	}

	private static boolean isFarAhead(StoredSchedule schedule, Instant now) {
		try {
			return ScheduleRules.read(schedule).isFarAhead(schedule.due(), now);
		}
		catch (RuntimeException ex) {
			logger.debug("The definition of schedule '{}' is of another release", schedule.name(), ex);
			return false;
		}
	}

	/** Schedules whose time is too far ahead, with that time. */
	Map<String, Instant> farAhead() {
		return this.farAhead;
	}

	/** What came of an attempt to fire. */
	static final class Fired {

		private boolean changed;

		private boolean missed;

		private void note(boolean applied) {
			this.changed |= applied;
			this.missed |= !applied;
		}

		/** Whether a schedule was changed here, so that it may be due again. */
		boolean changed() {
			return this.changed;
		}

		/** Whether a schedule was changed, or is locked, by others. */
		boolean missed() {
			return this.missed;
		}

	}

	private record Planned(ScheduleFiring firing, ScheduleRules rules) {
	}

}
