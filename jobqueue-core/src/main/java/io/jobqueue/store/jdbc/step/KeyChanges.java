package io.jobqueue.store.jdbc.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import io.jobqueue.UniqueKey.Scope;
import io.jobqueue.lifecycle.JobState;
import io.jobqueue.lifecycle.StepHooks;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.jdbc.row.UniqueRow;
import io.jobqueue.store.job.UniqueTrait;

/**
 * What a step does to unique keys, gathered and then written. It is called only for jobs
 * that have a key. Rows of jobs are locked before rows of keys. Not for use by several
 * threads.
 */
final class KeyChanges implements StepHooks {

	private static final String TRAITS = "select id, traits from {p}job where id {in:ids}";

	/** Of a key that has run out. */
	private static final String TAKE_OVER = """
			update {p}unique set id = :id, until_at = null, scope = :scope where name = :name and until_at <= :now
			""";

	private final LockedKeys locked = new LockedKeys();

	private final List<String> started = new ArrayList<>();

	private final List<String> moved = new ArrayList<>();

	private final List<String> ended = new ArrayList<>();

	private final List<String> endedEarly = new ArrayList<>();

	/** Jobs that own their keys again if these are free. */
	private final Map<String, JobState> waiting = new LinkedHashMap<>();

	/** Jobs that were claimed only to learn their limits; they do so too. */
	private final Map<String, JobState> parked = new LinkedHashMap<>();

	@Override
	public void started(JobState job) {
		this.parked.remove(job.id().value());
		this.started.add(job.id().value());
	}

	/** A job that never ran waits under limits that it has learnt by a claim. */
	void parked(JobState job) {
		this.parked.put(job.id().value(), job);
	}

	/** A key does not move with a job that another queue has one for. */
	@Override
	public void stopped(Transition transition) {
		JobState after = transition.after();
		if (after != null && transition.moves()) {
			this.moved.add(after.id().value());
			this.waiting.put(after.id().value(), after);
		}
	}

	@Override
	public void ended(Transition transition) {
		(transition.isEarlyEnd() ? this.endedEarly : this.ended).add(transition.before().id().value());
	}

	@Override
	public void revived(Transition transition) {
		JobState after = transition.after();
		if (after != null) {
			this.waiting.put(after.id().value(), after);
		}
	}

	/**
	 * Lock the keys of jobs whose rows are locked, before anything becomes of them.
	 * @return the ids of those whose keys another transaction keeps locked
	 */
	Set<String> lock(Database database, List<String> ids, FreedKeys freed) {
		return ids.isEmpty() ? Set.of() : this.locked.lockFree(database, ids, freed);
	}

	boolean isEmpty() {
		return this.waiting.isEmpty() && this.parked.isEmpty() && this.locked.isEmpty()
				&& Stream.of(this.started, this.moved, this.ended, this.endedEarly).allMatch(List::isEmpty);
	}

	/**
	 * Write what was not yet written. A step parks jobs before it starts others.
	 */
	void write(Database database, StepClock now) {
		this.locked.free(database, this.moved, FreedKeys.MOVED);
		this.locked.free(database, this.ended, FreedKeys.ENDED);
		this.locked.free(database, this.endedEarly, FreedKeys.ENDED_EARLY);
		if (!this.waiting.isEmpty()) {
			take(database, now, this.waiting, this::takes);
		}
		if (!this.parked.isEmpty()) {
			takeParked(database, now);
		}
		this.locked.free(database, this.started, FreedKeys.STARTED);
		List.of(this.started, this.moved, this.ended, this.endedEarly).forEach(List::clear);
		this.waiting.clear();
		this.parked.clear();
		this.locked.clear();
	}

	/**
	 * A key that another transaction takes at this moment is left to it: no worker waits
	 * for an application here.
	 */
	private void takeParked(Database database, StepClock now) {
		BiPredicate<JobState, Scope> takes = (job, scope) -> scope == Scope.UNTIL_STARTED;
		if (!BriefWork.run(database.dialect(), database.jdbc(), () -> take(database, now, this.parked, takes))
				&& this.parked.size() > 1) {
			this.parked.forEach((id, job) -> BriefWork.run(database.dialect(), database.jdbc(),
					() -> take(database, now, Map.of(id, job), takes)));
		}
	}

	private static void take(Database database, StepClock now, Map<String, JobState> jobs,
			BiPredicate<JobState, Scope> takes) {
		Map<String, UniqueTrait> keys = new HashMap<>();
		database.sql(TRAITS).param("ids", database.dialect().ids(List.copyOf(jobs.keySet()))).query((row) -> {
			UniqueTrait key = JdbcJobRecord.traits(row).unique();
			if (key != null) {
				keys.put(row.getString("id"), key);
			}
		});
		Map<String, Object[]> rows = new TreeMap<>();
		jobs.forEach((id, job) -> {
			UniqueTrait key = keys.get(id);
			if (key != null && takes.test(job, key.scope())) {
				String name = UniqueRow.name(job.queue(), key.name());
				rows.putIfAbsent(name, UniqueRow.values(name, job.id(), key.scope(), null));
			}
		});
		if (rows.isEmpty()) {
			return;
		}
		Set<String> inserted = database.dialect()
			.insertNew(database.jdbc(), database.rows(Table.UNIQUE, List.copyOf(rows.values())));
		rows.forEach((name, row) -> {
			if (!inserted.contains(name)) {
				database.sql(TAKE_OVER)
					.param("id", row[1])
					.param("scope", row[3])
					.param("name", name)
					.param("now", now.millis())
					.update();
			}
		});
	}

	private boolean takes(JobState job, Scope scope) {
		return scope == Scope.UNTIL_DONE || (scope == Scope.UNTIL_STARTED && !this.moved.contains(job.id().value()));
	}

}
