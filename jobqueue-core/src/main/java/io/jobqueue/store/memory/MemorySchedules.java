package io.jobqueue.store.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.JobId;
import io.jobqueue.store.schedule.FiringDecision;
import io.jobqueue.store.schedule.FiringResult;
import io.jobqueue.store.schedule.ScheduleFiring;
import io.jobqueue.store.schedule.ScheduleLook;
import io.jobqueue.store.schedule.ScheduleStore;
import io.jobqueue.store.schedule.StoredSchedule;

import org.jspecify.annotations.Nullable;

/** The schedules. */
record MemorySchedules(MemoryStore store) implements ScheduleStore {

	@Override
	public ScheduleLook look(Collection<String> queues, int limit) {
		try (MemoryStep step = this.store.begin()) {
			List<StoredSchedule> due = new ArrayList<>();
			Duration next = null;
			for (String queue : queues) {
				List<StoredSchedule> all = this.store.schedules.values()
					.stream()
					.filter((schedule) -> schedule.queue().equals(queue))
					.sorted(Comparator.comparing(StoredSchedule::due, Comparator.nullsLast(Comparator.naturalOrder())))
					.toList();
				all.stream()
					.filter((schedule) -> isReady(schedule, step.now))
					.limit(limit)
					.map(StoredSchedule::withoutRuns)
					.forEach(due::add);
				for (StoredSchedule schedule : all) {
					next = earlier(next, remaining(schedule, step.now));
				}
			}
			return new ScheduleLook(step.now, due, next);
		}
	}

	private boolean isReady(StoredSchedule schedule, Instant now) {
		return (schedule.due() != null && !schedule.due().isAfter(now))
				|| (schedule.waiting() != null && !lives(schedule.lastJob()));
	}

	private @Nullable Duration remaining(StoredSchedule schedule, Instant now) {
		Duration due = (schedule.due() != null && schedule.due().isAfter(now)) ? Duration.between(now, schedule.due())
				: null;
		return earlier(due, (schedule.waiting() != null) ? ScheduleLook.WAITING : null);
	}

	private static @Nullable Duration earlier(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

	private boolean lives(@Nullable JobId id) {
		MemoryJob job = (id != null) ? this.store.jobs.get(id) : null;
		return job != null && !job.state.status().isEnd();
	}

	@Override
	public List<FiringResult> fire(List<ScheduleFiring> firings) {
		this.store.requireOpen();
		try (MemoryStep step = this.store.begin()) {
			return firings.stream().map((firing) -> fire(step, firing)).toList();
		}
	}

	private FiringResult fire(MemoryStep step, ScheduleFiring firing) {
		StoredSchedule schedule = this.store.schedules.get(firing.schedule().name());
		if (schedule == null || schedule.revision() != firing.schedule().revision()) {
			return FiringResult.CHANGED;
		}
		FiringDecision decision = FiringDecision.of(firing, schedule, lives(schedule.lastJob()), step.now);
		decision.jobs().forEach(step::insert);
		this.store.schedules.put(schedule.name(), decision.schedule());
		return decision.result();
	}

	@Override
	public boolean write(StoredSchedule schedule, long expected, boolean declared) {
		this.store.requireOpen();
		try (MemoryStep step = this.store.begin()) {
			StoredSchedule before = this.store.schedules.get(schedule.name());
			if (((before != null) ? before.revision() : 0) != expected) {
				return false;
			}
			this.store.queue(schedule.queue());
			this.store.schedules.put(schedule.name(),
					new StoredSchedule(schedule.name(), schedule.queue(), schedule.revision(), schedule.due(),
							schedule.waiting(), schedule.lastTick(), schedule.lastJob(), schedule.fingerprint(),
							schedule.definition(), schedule.marks(), declared ? step.now : null,
							(before != null) ? before.runs() : List.of()));
			return true;
		}
	}

	@Override
	public boolean remove(StoredSchedule schedule) {
		try (MemoryStep step = this.store.begin()) {
			StoredSchedule stored = step.store.schedules.get(schedule.name());
			return stored != null && stored.revision() == schedule.revision()
					&& step.store.schedules.remove(schedule.name(), stored);
		}
	}

	@Override
	public Map<String, StoredSchedule> find(Collection<String> names) {
		try (MemoryStep step = this.store.begin()) {
			Map<String, StoredSchedule> found = new TreeMap<>(step.store.schedules);
			found.keySet().retainAll(Set.copyOf(names));
			return found;
		}
	}

	@Override
	public List<StoredSchedule> list(@Nullable String after, int limit) {
		try (MemoryStep step = this.store.begin()) {
			return step.store.schedules.tailMap(Objects.requireNonNullElse(after, ""), false)
				.values()
				.stream()
				.limit(limit)
				.toList();
		}
	}

	@Override
	public Set<String> declare(Collection<Declaration> declarations) {
		try (MemoryStep step = this.store.begin()) {
			Set<String> others = new LinkedHashSet<>();
			for (Declaration declaration : declarations) {
				StoredSchedule schedule = this.store.schedules.get(declaration.name());
				if (schedule == null || !schedule.queue().equals(declaration.queue())
						|| !schedule.fingerprint().equals(declaration.fingerprint())) {
					others.add(declaration.name());
				}
				else {
					this.store.schedules.put(schedule.name(),
							new StoredSchedule(schedule.name(), schedule.queue(), schedule.revision(), schedule.due(),
									schedule.waiting(), schedule.lastTick(), schedule.lastJob(), schedule.fingerprint(),
									schedule.definition(), schedule.marks(), step.now, schedule.runs()));
				}
			}
			return others;
		}
	}

	@Override
	public List<StoredSchedule> undeclared(Collection<String> queues, Duration age, int limit) {
		try (MemoryStep step = this.store.begin()) {
			return step.store.schedules.values()
				.stream()
				.filter((schedule) -> queues.contains(schedule.queue()) && schedule.declaredAt() != null
						&& schedule.declaredAt().isBefore(step.now.minus(age)))
				.limit(limit)
				.toList();
		}
	}

}
