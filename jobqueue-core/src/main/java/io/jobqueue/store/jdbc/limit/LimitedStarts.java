package io.jobqueue.store.jdbc.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.Limit;
import io.jobqueue.store.feed.ClaimResult;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.access.Database;
import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.jdbc.row.Table;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs of a queue with limits may start, in one transaction. The others wait for
 * the first of their limits that has no room, and go on when it has. Not for use by
 * several threads.
 */
public final class LimitedStarts {

	/** How many limits one transaction locks, about. */
	private static final int MOST_GATES = 100;

	private final Database database;

	private final String queue;

	private final QueueRules rules;

	private final Gates gates;

	private final BlockedJobs blocked;

	private final FairTurns turns;

	private final LockedGates locked;

	private final JobLimits limits;

	private int moved;

	/**
	 * Make one.
	 * @param busy the keys of limits that other transactions keep locked, as one claim
	 * has found; more are added. It may hold other texts, for what else they keep locked.
	 */
	public LimitedStarts(Database database, String queue, QueueRules rules, StepClock now, Set<String> busy) {
		this.database = database;
		this.queue = queue;
		this.rules = rules;
		this.gates = new Gates(database);
		this.limits = new JobLimits(database);
		this.locked = new LockedGates(this.gates, queue, rules, now, busy);
		this.blocked = new BlockedJobs(database);
		this.turns = new FairTurns(rules);
	}

	/** The version of the rules as a claim returns it. */
	public long version() {
		return (this.rules.version() > 0) ? this.rules.version() : ClaimResult.NO_RULES;
	}

	/**
	 * How many jobs of the queue may run at the same time, {@code null} for any number.
	 */
	public @Nullable Integer mostRunning() {
		return this.rules.limit(LimitName.QUEUE).maxRunning();
	}

	/**
	 * Let jobs go on for which it is time, or for which the rules have changed.
	 * @param setBack whether the clock was set back: then all are looked at
	 * @return whether there may be some
	 */
	public boolean letDueGoOn(boolean setBack) {
		List<String> due = this.gates.due(this.queue, version(), now(), setBack);
		if (!due.isEmpty()) {
			this.locked.lockKeys(due);
			settle();
		}
		return !due.isEmpty() && !this.locked.all().isEmpty();
	}

	/**
	 * Let jobs of a fair queue wait if their values have many of the first ones, so that
	 * those of other values are seen.
	 * @return whether some wait from now on
	 */
	public boolean spread(List<QueueEntry> ready) {
		Map<String, List<QueueEntry>> excess = this.turns.isFair() ? this.turns.excess(jobs(ready)) : Map.of();
		if (excess.isEmpty()) {
			return false;
		}
		this.locked.lock(excess.keySet());
		Map<Gate, List<QueueEntry>> waiting = new LinkedHashMap<>();
		excess.forEach((group, slots) -> {
			if (this.locked.has(group)) {
				Gate gate = this.locked.gate(group);
				gate.park(version(), this.turns.lookAt(now(), null));
				waiting.put(gate, slots);
			}
		});
		this.blocked.park(waiting);
		this.gates.save(this.locked.all().values());
		return !waiting.isEmpty() || isMissing();
	}

	/**
	 * Choose the jobs to start.
	 * @param ready the first ready jobs, whose rows are locked
	 * @param most how many may start
	 * @param alone whether a suspect may be the first of them
	 */
	public Selection select(List<QueueEntry> ready, int most, boolean alone) {
		String all = LimitKey.of(LimitName.QUEUE);
		Long held = this.gates.held(this.queue, List.of(all), now()).get(all);
		if (held != null) {
			return new Selection(List.of(), 0, true, false, held);
		}
		List<ReadyJob> jobs = jobs(ready);
		if (this.turns.isFair()) {
			jobs = this.turns.order(jobs, this.gates.served(this.queue, this.turns.keys(jobs)));
		}
		List<ReadyJob> first = first(jobs, most);
		Set<String> names = names(first);
		boolean bounded = !this.rules.limit(LimitName.QUEUE).equals(Limit.NONE);
		if (bounded) {
			names.add(LimitName.QUEUE);
		}
		this.locked.lock(names);
		if (isMissing()) {
			return Selection.NONE;
		}
		if (bounded && this.locked.isBusy(LimitName.QUEUE)) {
			return Selection.BUSY;
		}
		int size = first.size();
		first.removeIf((job) -> names(List.of(job)).stream().anyMatch(this.locked::isBusy));
		readHeads(jobs);
		LimitChoice choice = new LimitChoice(this.locked.all(), bounded ? this.locked.gate(LimitName.QUEUE) : null,
				version(), now());
		choice.choose(first, most, alone);
		choice.starting().forEach((job) -> this.turns.serve(job, this.locked, now()));
		this.blocked.park(choice.waiting());
		return new Selection(choice.starting().stream().map(ReadyJob::slot).toList(), choice.waiting().size(),
				choice.isQueueFull(), choice.hasLeft() || size < jobs.size(), choice.opensAt());
	}

	/** Jobs beyond a share, or behind one that meets another limit, wait beside room. */
	private void readHeads(List<ReadyJob> ready) {
		boolean looks = this.turns.isFair() || ready.stream().anyMatch((job) -> job.limits().size() > 1);
		Map<String, Gate> open = looks ? this.locked.open() : Map.of();
		this.blocked.readHeads(this.queue, open);
		ready.stream().filter((job) -> {
			Gate group = open.get(LimitKey.of(job.group()));
			return group != null && group.hasBefore(job.slot());
		}).forEach(this.turns::left);
	}

	/** The first jobs, as many as have a bounded number of limits. */
	private List<ReadyJob> first(List<ReadyJob> jobs, int most) {
		int bound = this.turns.isFair() ? 2 * most + MOST_GATES / 5 : jobs.size();
		Set<String> names = new LinkedHashSet<>();
		List<ReadyJob> first = new ArrayList<>();
		for (ReadyJob job : jobs) {
			names.addAll(job.limits());
			if (first.size() >= bound || (names.size() > MOST_GATES && !first.isEmpty())) {
				break;
			}
			first.add(job);
		}
		return first;
	}

	private Set<String> names(Collection<ReadyJob> jobs) {
		Set<String> names = new LinkedHashSet<>();
		jobs.forEach((job) -> {
			names.addAll(job.limits());
			if (this.turns.isFair()) {
				names.add(job.group());
			}
		});
		return names;
	}

	private List<ReadyJob> jobs(List<QueueEntry> ready) {
		this.limits.read(ready);
		return ready.stream()
			.map((slot) -> new ReadyJob(slot, this.limits.of(slot), this.turns.group(this.limits.of(slot))))
			.toList();
	}

	/** Whether another transaction keeps a limit, or something else, locked. */
	public boolean hasBusy() {
		return this.locked.hasBusy();
	}

	/**
	 * Whether limits are not noted yet. Nothing was chosen because of them: the claim is
	 * to note them by {@link #note} and to begin again.
	 */
	public boolean isMissing() {
		return !this.locked.missing().isEmpty();
	}

	/**
	 * The limits that are not noted yet, and those of the next jobs, so that the claims
	 * that take these need not begin again.
	 */
	public Set<String> missing() {
		Set<String> names = this.limits.next(this.queue);
		names.addAll(this.locked.missing());
		return this.gates.missing(this.queue, names);
	}

	/** Note limits, as a step of its own. */
	public static void note(Database database, String queue, Set<String> names) {
		new Gates(database).make(queue, names);
	}

	/**
	 * Note the slots of jobs that have started, and let others go on where there is room.
	 */
	public void complete(List<ClaimedJob> started) {
		List<Object[]> slots = new ArrayList<>();
		started.forEach((job) -> job.limits()
			.stream()
			.distinct()
			.forEach((name) -> slots.add(new Object[] { this.queue, LimitKey.of(name), job.id().value() })));
		if (!slots.isEmpty()) {
			this.database.dialect().insert(this.database.jdbc(), this.database.rows(Table.SLOT, slots));
		}
		settle();
	}

	private void settle() {
		this.locked.all().values().stream().filter(Gate::isParked).forEach(this::settle);
		this.gates.save(this.locked.all().values());
	}

	private void settle(Gate gate) {
		int room = gate.room(now().micros());
		Long at = gate.opensAt(now().micros());
		if (this.turns.isGroup(gate.name)) {
			room = Math.min(room, this.turns.missing(gate.name));
			at = this.turns.lookAt(now(), at);
		}
		gate.look(version(), at);
		if (room > 0) {
			this.moved += this.blocked.letGo(gate, room, now());
		}
	}

	/** When the jobs start: when their limits were locked. */
	public StepClock now() {
		return this.locked.now();
	}

	/** How many jobs have gone on. */
	public int moved() {
		return this.moved;
	}

	/** When a claim is to look at the limits of the queue again, in milliseconds. */
	public @Nullable Long nextLook() {
		return this.gates.nextLook(this.queue);
	}

	/**
	 * What may start.
	 *
	 * @param starting the jobs to start
	 * @param waiting for how many limits others wait from now on
	 * @param queueFull whether the queue as a whole lets no more start
	 * @param left whether others were left that may start
	 * @param opensAt when time lets the queue as a whole start the next, in milliseconds
	 */
	public record Selection(List<QueueEntry> starting, int waiting, boolean queueFull, boolean left,
			@Nullable Long opensAt) {

		/** Nothing, because nothing was asked for. */
		public static final Selection NONE = new Selection(List.of(), 0, false, true, null);

		/** Nothing, because others keep what is needed locked. */
		public static final Selection BUSY = new Selection(List.of(), 0, true, false, null);

	}

}
