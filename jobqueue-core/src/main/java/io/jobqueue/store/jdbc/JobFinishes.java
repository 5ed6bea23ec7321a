package io.jobqueue.store.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.store.FinishResult;
import io.jobqueue.store.Outcome;

import org.jspecify.annotations.Nullable;

/**
 * Stores what came of jobs. The rows of those that the worker runs are locked first, so
 * nobody else can take or cancel them. The past of the others says which of them were
 * finished.
 */
final class JobFinishes {

	/** How many outcomes are stored by one step. */
	static final int CHUNK = 200;

	/**
	 * What another transaction has locked, such as one left open by a lost worker, is
	 * left.
	 */
	private static final String HELD = """
			select * from {p}running{by:primary} where id {in:ids} and queue = :queue and worker = :worker
			order by id for update skip locked
			""";

	private static final String STILL_HELD = """
			select id, delivery from {p}running where id {in:ids} and queue = :queue and worker = :worker
			""";

	private final Database database;

	private final JobFinder finder;

	private final Wakes wakes;

	JobFinishes(Database database, JobFinder finder, Wakes wakes) {
		this.database = database;
		this.finder = finder;
		this.wakes = wakes;
	}

	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes) {
		List<FinishResult> results = new ArrayList<>(outcomes.size());
		for (int from = 0; from < outcomes.size(); from += CHUNK) {
			List<Outcome> chunk = outcomes.subList(from, Math.min(outcomes.size(), from + CHUNK));
			Changes changes = new Changes();
			results.addAll(this.database.step("finish jobs", () -> {
				changes.clear();
				List<FinishResult> finished = finish(queue, worker, chunk,
						new Finishing(changes, this.database.begin()));
				changes.write(this.database);
				return finished;
			}));
			this.wakes.wakeAfterStep(changes.wakes());
		}
		return results;
	}

	/** In the present transaction, as far as to what is to be written. */
	List<FinishResult> finish(String queue, String worker, List<Outcome> outcomes, Finishing finishing) {
		Map<String, Running> held = held(queue, worker, outcomes);
		Map<String, Finishing.Held> jobs = jobs(held, outcomes);
		List<@Nullable FinishResult> results = new ArrayList<>(outcomes.size());
		Map<String, Integer> finished = new HashMap<>();
		for (Outcome outcome : outcomes) {
			String id = outcome.id().value();
			Finishing.Held job = jobs.get(id);
			if (job != null && job.running().slot().delivery() == outcome.delivery()) {
				finishing.apply(job, outcome);
				jobs.remove(id);
				finished.put(id, outcome.delivery());
				results.add(FinishResult.APPLIED);
			}
			else {
				boolean now = Integer.valueOf(outcome.delivery()).equals(finished.get(id));
				results.add(now ? FinishResult.ALREADY_APPLIED : null);
			}
		}
		return settle(queue, worker, outcomes, results);
	}

	private Map<String, Running> held(String queue, String worker, List<Outcome> outcomes) {
		Set<String> ids = new LinkedHashSet<>();
		outcomes.forEach((outcome) -> ids.add(outcome.id().value()));
		Map<String, Running> held = new HashMap<>();
		this.database.sql(HELD)
			.param("ids", this.database.dialect().ids(ids))
			.param("queue", queue)
			.param("worker", worker)
			.query((row, number) -> Running.of(row))
			.list()
			.forEach((running) -> held.put(running.id(), running));
		return held;
	}

	private Map<String, Finishing.Held> jobs(Map<String, Running> held, List<Outcome> outcomes) {
		List<String> before = held.values().stream().filter((it) -> it.slot().past()).map(Running::id).toList();
		Map<String, Past> pasts = this.finder.pasts(before);
		List<String> grouped = outcomes.stream()
			.filter((outcome) -> outcome.status().isDeadLetter())
			.map((outcome) -> outcome.id().value())
			.toList();
		Map<String, String> tasks = this.finder.tasks(grouped);
		Map<String, Finishing.Held> jobs = new HashMap<>();
		held.forEach((id, running) -> {
			Past past = pasts.get(id);
			jobs.put(id, new Finishing.Held(running, (past != null) ? past : new Past(id), tasks.getOrDefault(id, "")));
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
		Map<String, Past> pasts = this.finder.pasts(open);
		List<FinishResult> settled = new ArrayList<>(results.size());
		for (int i = 0; i < results.size(); i++) {
			FinishResult result = results.get(i);
			settled.add((result != null) ? result : settle(worker, outcomes.get(i), held, pasts));
		}
		return settled;
	}

	private static FinishResult settle(String worker, Outcome outcome, Map<String, Integer> held,
			Map<String, Past> pasts) {
		String id = outcome.id().value();
		Past past = pasts.get(id);
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

}
