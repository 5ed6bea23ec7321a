package io.jobqueue.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.jobqueue.store.schedule.ScheduleStore.Declaration;
import io.jobqueue.store.schedule.StoredSchedule;
import io.jobqueue.store.support.FirstFailure;

import org.jspecify.annotations.Nullable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules that this worker declares. It says so every 20 s. A definition that
 * differs from the stored one takes its place when no living worker declares that any
 * more: during a rolling deploy the old definition stays in force. If no other worker is
 * alive, it takes its place at once.
 */
final class ScheduleDeclarations {

	private static final Logger logger = LoggerFactory.getLogger(ScheduleDeclarations.class);

	private static final int LARGEST_PAGE = 200;

	private final ScheduleChanges changes;

	private final Supplier<@Nullable String> worker;

	private final Map<String, Declared> declared = new LinkedHashMap<>();

	private final Map<String, List<Declaration>> byQueue;

	/** Those in whose place another definition is in force. */
	private final Set<String> waiting = new HashSet<>();

	/**
	 * Create declarations.
	 * @param worker supplies the id of the worker that declares them
	 */
	ScheduleDeclarations(ScheduleChanges changes, List<Declared> declared, Supplier<@Nullable String> worker) {
		this.changes = changes;
		this.worker = worker;
		declared.forEach((each) -> this.declared.put(each.rules().name(), each));
		this.byQueue = declared.stream()
			.map(Declared::rules)
			.map((rules) -> new Declaration(rules.name(), rules.queue(), rules.fingerprint()))
			.collect(Collectors.groupingBy(Declaration::queue, LinkedHashMap::new, Collectors.toList()));
	}

	/**
	 * Declare all schedules once more. A queue that is unavailable does not prevent the
	 * declarations of others.
	 * @return whether all are in force
	 */
	boolean runOnce() {
		FirstFailure failures = FirstFailure.ofQueues();
		this.byQueue.forEach((queue, some) -> failures.run(() -> {
			for (String name : this.changes.store().declare(some)) {
				Declared each = this.declared.get(name);
				if (each != null) {
					put(each);
				}
			}
		}));
		failures.rethrow();
		return this.waiting.isEmpty();
	}

	private void put(Declared schedule) {
		String name = schedule.rules.name();
		if (this.changes.declare(schedule.rules, schedule.paused, this.worker.get())) {
			this.waiting.remove(name);
			logger.info("Schedule '{}' is in force as this application declares it", name);
		}
		else if (this.waiting.add(name)) {
			StoredSchedule other = this.changes.find(name);
			if (other != null && other.declaredAt() == null) {
				logger.warn("Schedule '{}' is declared here, but was put at run time, and stays as it is: remove it by "
						+ "JobSchedules.remove, or declare it under another name", name);
			}
			else {
				logger.info("Schedule '{}' is declared here with another definition than the one in force, and takes "
						+ "its place once no worker has declared that for a minute, or no other worker is alive", name);
			}
		}
	}

	/**
	 * Stop the schedules that other workers have declared, if none of these is alive.
	 * @param queues the queues of the schedules
	 */
	void parkAbandoned(Collection<String> queues) {
		List<StoredSchedule> abandoned = this.changes.store()
			.undeclared(queues, Duration.ZERO, LARGEST_PAGE)
			.stream()
			.filter((schedule) -> !contains(schedule.name()) && !ScheduleMarks.read(schedule.marks()).parked())
			.toList();
		if (!abandoned.isEmpty() && this.changes.isAlone(this.worker.get())) {
			abandoned.forEach((schedule) -> {
				logger.info("Schedule '{}' does not fire, because no living worker declares it", schedule.name());
				this.changes.park(schedule);
			});
		}
	}

	boolean contains(String name) {
		return this.declared.containsKey(name);
	}

	boolean isEmpty() {
		return this.declared.isEmpty();
	}

	/**
	 * A schedule that was checked.
	 *
	 * @param rules its definition
	 * @param paused whether it is paused at first
	 */
	record Declared(ScheduleRules rules, boolean paused) {
	}

}
