package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jobqueue.lifecycle.Decision;
import io.jobqueue.lifecycle.Decision.Refusal;
import io.jobqueue.lifecycle.FinishEvent;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.access.OneTrip;
import io.jobqueue.store.jdbc.dialect.Unsent;
import io.jobqueue.store.jdbc.query.JdbcJobFinder;
import io.jobqueue.store.jdbc.query.Queues;
import io.jobqueue.store.jdbc.row.HistoryRow;
import io.jobqueue.store.jdbc.row.RunningRow;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.StoredJob;
import io.jobqueue.store.jdbc.signal.WakeCondition;
import io.jobqueue.store.jdbc.signal.Waker;
import io.jobqueue.store.jdbc.step.JobStep;

import org.jspecify.annotations.Nullable;

/**
 * Stores what came of jobs. The rows of those that the worker runs are locked first, so
 * no other transaction can take or cancel them. The past of the others says which of them
 * were finished.
 */
final class JdbcFinishes {

	/** How many outcomes are stored by one step. */
	static final int CHUNK = 200;

	/**
	 * What another transaction has locked, such as one left open by a lost worker, is
	 * left. Without the call of a function, PostgreSQL may look through all rows that the
	 * worker has had, by the index of the workers.
	 */
	static final String HELD = """
			select r.*, {address} from {p}running r{by:primary} where id {in:ids} and concat(queue, '') = :queue
			and concat(worker, '') = :worker
			order by id for update skip locked
			""";

	private static final String STILL_HELD = """
			select id, delivery from {p}running where id {in:ids} and concat(queue, '') = :queue
			and concat(worker, '') = :worker
			""";

	private final Database database;

	private final OneTrip oneTrip;

	private final JdbcJobFinder finder;

	private final Waker wakes;

	private final Queues queues;

	JdbcFinishes(Database database, Queues queues, JdbcJobFinder finder, Waker wakes) {
		this.queues = queues;
		this.database = database;
		this.oneTrip = new OneTrip(database);
		this.finder = finder;
		this.wakes = wakes;
	}

	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		Finished finished = finishOnly(queue, worker, outcomes);
		this.wakes.wakeAfterStep(finished.wakes);
		return finished.results;
	}

	/** Store outcomes, and wake no worker. */
	Finished finishOnly(String queue, String worker, List<Outcome> outcomes) {
		Map<String, WakeCondition> wakes = new LinkedHashMap<>();
		if (!outcomes.isEmpty() && this.queues.isLimited(queue)) {
			// The queue as a whole may have room again.
			wakes.put(queue, WakeCondition.ifReady(queue));
		}
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		for (int from = 0; from < outcomes.size(); from += CHUNK) {
			List<Outcome> chunk = outcomes.subList(from, Math.min(outcomes.size(), from + CHUNK));
			AtomicBoolean committing = new AtomicBoolean();
			Done done = this.database.step("finish jobs", committing,
					() -> finishNow(queue, worker, chunk, committing));
			results.addAll(done.results);
			done.step.signals.wakes().forEach((wake) -> wakes.merge(wake.queue(), wake, WakeCondition::and));
		}
		return new Finished(results, List.copyOf(wakes.values()));
	}

	private Done finishNow(String queue, String worker, List<Outcome> outcomes, AtomicBoolean committing) {
		OneTrip.Reading<StepClock> clock = new OneTrip.Reading<>(Database.BEGIN, StepClock::of);
		OneTrip.Reading<RunningRow> held = new OneTrip.Reading<>(HELD, (row, number) -> RunningRow.locked(row));
		boolean together = this.database.dialect().pipelines();
		if (together) {
			this.oneTrip.read(Unsent.NOTHING,
					Map.of("ids", this.database.dialect().ids(ids(outcomes)), "queue", queue, "worker", worker),
					List.of(clock, held));
		}
		JobStep step = new JobStep(together ? clock.rows().get(0) : this.database.begin());
		List<FinishResult> finished = finish(queue, worker, outcomes,
				together ? held.rows() : held(queue, worker, outcomes), step);
		this.oneTrip.commit(step.writeMost(this.database), committing);
		return new Done(finished, step);
	}

	/** In the transaction of the caller. Whom to wake is found by polls. */
	FinishResult finishJoined(String queue, String worker, Outcome outcome) {
		return this.database.joined("finish a job", () -> {
			JobStep step = new JobStep(this.database.now());
			FinishResult result = finish(queue, worker, List.of(outcome), step).get(0);
			step.write(this.database);
			return result;
		});
	}

	/** In the present transaction, as far as to what is to be written. */
	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes, JobStep step) {
		return finish(queue, worker, outcomes, held(queue, worker, outcomes), step);
	}

	/** The same, with the rows that {@link #HELD} has answered. */
	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes, List<RunningRow> rows,
			JobStep step) {
		Map<String, RunningRow> running = new HashMap<>();
		rows.forEach((row) -> running.put(row.id(), row));
		Map<String, StoredJob> held = jobs(running, outcomes);
		step.lockLimits(this.database, rows).forEach(held::remove);
		lockKeys(queue, worker, outcomes, held, step).forEach(held::remove);
		List<@Nullable FinishResult> results = new ArrayList<>(outcomes.size());
		for (int i = 0; i < outcomes.size(); i++) {
			Outcome outcome = outcomes.get(i);
			StoredJob job = held.get(outcome.id().value());
			results.add((job != null) ? finish(new FinishEvent(queue, worker, outcome), job, held, step) : null);
			if (job != null && results.get(i) == FinishResult.APPLIED && outcome.limits() != null) {
				step.limit(outcome.id(), outcome.limits());
				step.park(job);
			}
		}
		return settle(queue, worker, outcomes, results);
	}

	private Set<String> lockKeys(String queue, String worker, List<Outcome> outcomes, Map<String, StoredJob> held,
			JobStep step) {
		List<StoredJob> keyed = held.values().stream().filter((job) -> job.slot().hasKey()).toList();
		if (keyed.isEmpty()) {
			return Set.of();
		}
		Map<String, FinishEvent> events = new HashMap<>();
		outcomes
			.forEach((outcome) -> events.putIfAbsent(outcome.id().value(), new FinishEvent(queue, worker, outcome)));
		return step.lockKeys(this.database, keyed, (job) -> Objects.requireNonNull(events.get(job.slot().id())));
	}

	/** The same outcome may come twice in a batch. */
	private static FinishResult finish(FinishEvent event, StoredJob job, Map<String, StoredJob> held, JobStep step) {
		Decision decision = step.apply(event, (event.outcome().limits() != null) ? job.limited() : job);
		if (decision instanceof Transition transition && transition.after() != null) {
			held.put(job.slot().id(), job.with(transition.after()));
			return FinishResult.APPLIED;
		}
		return (decision == Refusal.ALREADY_APPLIED) ? FinishResult.ALREADY_APPLIED : FinishResult.STALE;
	}

	static Set<String> ids(List<Outcome> outcomes) {
		Set<String> ids = new LinkedHashSet<>();
		outcomes.forEach((outcome) -> ids.add(outcome.id().value()));
		return ids;
	}

	private List<RunningRow> held(String queue, String worker, List<Outcome> outcomes) {
		return this.database.sql(HELD)
			.param("ids", this.database.dialect().ids(ids(outcomes)))
			.param("queue", queue)
			.param("worker", worker)
			.query((row, number) -> RunningRow.locked(row))
			.list();
	}

	/**
	 * One whose past another release wrote in a form of its own keeps what that wrote.
	 */
	private Map<String, StoredJob> jobs(Map<String, RunningRow> held, List<Outcome> outcomes) {
		List<String> before = held.values().stream().filter((it) -> it.slot().past()).map(RunningRow::id).toList();
		Map<String, HistoryRow> pasts = this.finder.pastsOfAnyRelease(before);
		List<String> grouped = outcomes.stream()
			.filter((outcome) -> outcome.status().isDeadLetter())
			.map((outcome) -> outcome.id().value())
			.toList();
		Map<String, String> tasks = this.finder.tasks(grouped);
		Map<String, StoredJob> jobs = new HashMap<>();
		held.forEach((id, running) -> {
			HistoryRow past = running.slot().past() ? pasts.get(id) : HistoryRow.NONE;
			if (past != null) {
				jobs.put(id, StoredJob.held(running, past, tasks.getOrDefault(id, "")));
			}
		});
		return jobs;
	}

	/**
	 * What could not be locked may be the worker's still, or may have been finished by it
	 * before.
	 */
	private List<FinishResult> settle(String queue, String worker, List<Outcome> outcomes,
			List<@Nullable FinishResult> results) {
		List<String> open = new ArrayList<>();
		for (int i = 0; i < results.size(); i++) {
			if (results.get(i) == null) {
				open.add(outcomes.get(i).id().value());
			}
		}
		if (open.isEmpty()) {
			return new ArrayList<>(results);
		}
		Map<String, Integer> held = stillHeld(queue, worker, open);
		Map<String, HistoryRow> pasts = this.finder.pastsOfAnyRelease(open);
		List<FinishResult> settled = new ArrayList<>(results.size());
		for (int i = 0; i < results.size(); i++) {
			FinishResult result = results.get(i);
			settled.add((result != null) ? result : settle(worker, outcomes.get(i), held, pasts));
		}
		return settled;
	}

	private static FinishResult settle(String worker, Outcome outcome, Map<String, Integer> held,
			Map<String, HistoryRow> pasts) {
		String id = outcome.id().value();
		HistoryRow past = pasts.get(id);
		if (past != null && past.isFinishedBy(worker, outcome.delivery())) {
			return FinishResult.ALREADY_APPLIED;
		}
		return Integer.valueOf(outcome.delivery()).equals(held.get(id)) ? FinishResult.LOCKED : FinishResult.STALE;
	}

	private Map<String, Integer> stillHeld(String queue, String worker, List<String> ids) {
		Map<String, Integer> held = new HashMap<>();
		this.database.sql(STILL_HELD)
			.param("ids", this.database.dialect().ids(Set.copyOf(ids)))
			.param("queue", queue)
			.param("worker", worker)
			.query((row) -> {
				held.put(row.getString("id"), row.getInt("delivery"));
			});
		return held;
	}

	/** What came of outcomes, and whom to wake. */
	record Finished(List<FinishResult> results, List<WakeCondition> wakes) {
	}

	private record Done(List<FinishResult> results, JobStep step) {
	}

}
