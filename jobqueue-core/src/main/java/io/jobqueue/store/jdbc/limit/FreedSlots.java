package io.jobqueue.store.jdbc.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.jobqueue.lifecycle.Place;
import io.jobqueue.lifecycle.Transition;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.JdbcJobRecord;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.job.JobTraits;

/**
 * What a step does to the limits of its jobs, gathered and then written: jobs that leave
 * their workers free their slots, and jobs that leave the queue hand their turn on. It is
 * called only for jobs that are under limits. Not for use by several threads.
 */
public final class FreedSlots {

	private static final String SLOTS = "select queue, limit_key, id from {p}slot where {of:slot}";

	private static final String TRAITS = "select id, traits from {p}job where id {in:ids}";

	private final List<String> stopped = new ArrayList<>();

	/** What is known of the slots of jobs, by their ids: the rows of the table. */
	private final Map<String, List<Object[]>> slots = new HashMap<>();

	/** How many slots or turns are free, by queues and keys of limits. */
	private final Map<String, Map<String, Integer>> freed = new TreeMap<>();

	/** Gates that are locked already, by queues. */
	private final Map<String, Map<String, Gate>> locked = new TreeMap<>();

	/** The limits of jobs from now on, by their ids. */
	private final Map<String, List<String>> limits = new TreeMap<>();

	/** Queues of jobs that were ready, by their ids. */
	private final Map<String, String> withdrawn = new HashMap<>();

	/**
	 * Lock the limits of jobs that workers hold, before anything becomes of them.
	 * @return the ids of those whose limits another transaction keeps locked
	 */
	public Set<String> lock(Database database, List<String> ids) {
		Map<String, Map<String, List<String>>> queues = new TreeMap<>();
		readSlots(database, ids);
		ids.forEach(
				(id) -> slots(id).forEach((slot) -> queues.computeIfAbsent((String) slot[0], (queue) -> new TreeMap<>())
					.computeIfAbsent((String) slot[1], (key) -> new ArrayList<>())
					.add(id)));
		Set<String> left = new HashSet<>();
		queues.forEach((queue, keys) -> {
			Set<String> busy = new HashSet<>();
			this.locked.computeIfAbsent(queue, (name) -> new HashMap<>())
				.putAll(new Gates(database).lockFree(queue, keys.keySet(), busy));
			busy.forEach((key) -> left.addAll(keys.getOrDefault(key, List.of())));
		});
		return left;
	}

	/** Note a transition of a job that is under limits. */
	public void note(QueueEntry slot, Transition transition) {
		Set<Transition.Hook> hooks = transition.hooks();
		if (hooks.contains(Transition.Hook.STOPPED)) {
			stopped(slot);
		}
		else if (transition.before().place() == Place.READY && !hooks.contains(Transition.Hook.STARTED)) {
			withdrawn(slot);
		}
	}

	/** Note that a ready job does not start. Another one may have waited for it. */
	public void withdrawn(QueueEntry slot) {
		if (slot.isLimited() && !slot.isBlocked()) {
			this.withdrawn.put(slot.id(), slot.queue());
		}
	}

	/** Note that a job is under these limits from now on. */
	public void limit(String id, List<String> names) {
		this.limits.put(id, names);
	}

	/** Note that a worker does not hold a job any more. */
	public void stopped(QueueEntry slot) {
		this.stopped.add(slot.id());
	}

	/** Read what belongs to the jobs, before their rows are written. */
	public void read(Database database) {
		if (!this.limits.isEmpty()) {
			writeLimits(database);
		}
		readSlots(database, this.stopped);
		this.stopped.stream()
			.distinct()
			.forEach((id) -> slots(id).forEach((slot) -> add((String) slot[0], (String) slot[1])));
		if (!this.withdrawn.isEmpty()) {
			database.sql(TRAITS)
				.param("ids", database.dialect().ids(List.copyOf(this.withdrawn.keySet())))
				.query((row) -> {
					String queue = this.withdrawn.get(row.getString("id"));
					if (queue != null) {
						JdbcJobRecord.traits(row).limits().forEach((name) -> add(queue, LimitKey.of(name)));
					}
				});
		}
	}

	public boolean isEmpty() {
		return this.stopped.isEmpty() && this.withdrawn.isEmpty() && this.freed.isEmpty() && this.locked.isEmpty();
	}

	/**
	 * Free the slots, after the rows of the jobs are written: those among them that
	 * waited for a limit do not go on.
	 * @return the queues in which jobs go on
	 */
	public Set<String> write(Database database, StepClock now) {
		Gates gates = new Gates(database);
		BlockedJobs blocked = new BlockedJobs(database);
		Set<String> queues = new HashSet<>();
		this.freed.forEach((queue, keys) -> {
			Map<String, Gate> some = this.locked.computeIfAbsent(queue, (name) -> new HashMap<>());
			Set<String> others = new HashSet<>(keys.keySet());
			others.removeAll(some.keySet());
			some.putAll(gates.lock(queue, others));
		});
		List<Object[]> slots = this.stopped.stream().distinct().flatMap((id) -> slots(id).stream()).toList();
		if (!slots.isEmpty()) {
			database.dialect().write(database.jdbc(), List.of(database.keys(Table.SLOT, slots)), List.of());
		}
		this.locked.forEach((queue, some) -> {
			some.values().stream().filter(Gate::isParked).forEach((gate) -> {
				int count = this.freed.getOrDefault(queue, Map.of()).getOrDefault(gate.key, 0);
				if (blocked.letGo(gate, count, now) > 0) {
					queues.add(queue);
				}
			});
			gates.save(some.values());
		});
		this.stopped.clear();
		this.slots.clear();
		this.withdrawn.clear();
		this.freed.clear();
		this.locked.clear();
		return queues;
	}

	private void writeLimits(Database database) {
		List<Object[]> rows = new ArrayList<>();
		database.sql(TRAITS).param("ids", database.dialect().ids(List.copyOf(this.limits.keySet()))).query((row) -> {
			String id = row.getString("id");
			JobTraits traits = JdbcJobRecord.traits(row).withLimits(this.limits.getOrDefault(id, List.of()));
			rows.add(new Object[] { traits.write(), id });
		});
		if (!rows.isEmpty()) {
			database.jdbc().batchUpdate(database.expand("update {p}job set traits = ? where id = ?"), rows);
		}
		this.limits.clear();
	}

	/** Jobs whose slots are known keep them: their rows are locked. */
	private void readSlots(Database database, List<String> ids) {
		List<String> unknown = ids.stream().filter((id) -> !this.slots.containsKey(id)).distinct().toList();
		if (unknown.isEmpty()) {
			return;
		}
		unknown.forEach((id) -> this.slots.put(id, new ArrayList<>()));
		database.sql(SLOTS).param("ids", database.dialect().ids(unknown)).query((row) -> {
			slots(row.getString("id"))
				.add(new Object[] { row.getString("queue"), row.getString("limit_key"), row.getString("id") });
		});
	}

	private List<Object[]> slots(String id) {
		return this.slots.getOrDefault(id, List.of());
	}

	private void add(String queue, String key) {
		this.freed.computeIfAbsent(queue, (name) -> new HashMap<>()).merge(key, 1, Integer::sum);
	}

}
