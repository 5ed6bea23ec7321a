package io.jobqueue.store.jdbc.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.jobqueue.store.jdbc.row.QueueEntry;
import io.jobqueue.store.jdbc.row.StepClock;
import io.jobqueue.store.limit.LimitName;
import io.jobqueue.store.limit.QueueRules;

import org.jspecify.annotations.Nullable;

/**
 * The turns of the values of a limit key in a fair queue. Values take turns among the
 * first jobs of the queue: of a value that has more of them than its share, the others
 * wait beside the queue. Not for use by several threads.
 */
final class FairTurns {

	/** How many ready jobs a value keeps at least, if others wait. */
	private static final int SHARE = 20;

	private static final int LEAST_SHARE = 4;

	/** For how many values jobs wait from one step on. */
	private static final int MOST_GROUPS = 50;

	/** After how long those that wait are looked at anyway, in milliseconds. */
	private static final long LOOK = 1000;

	private final boolean fair;

	private final String start;

	/** The highest sequence number of a turn. */
	private long last;

	/** Jobs that are ready, by their groups. */
	private final Map<String, Integer> ready = new HashMap<>();

	FairTurns(QueueRules rules) {
		this.fair = rules.order() == QueueRules.Order.FAIR;
		this.start = LimitName.ofValue(String.valueOf(rules.fairBy()), "");
	}

	boolean isFair() {
		return this.fair;
	}

	/** The limit whose jobs take turns with those of others. */
	String group(List<String> limits) {
		return limits.stream().filter((name) -> name.startsWith(this.start)).findFirst().orElse(this.start);
	}

	boolean isGroup(String name) {
		return this.fair && name.startsWith(this.start);
	}

	Set<String> keys(Collection<ReadyJob> jobs) {
		return jobs.stream().map((job) -> LimitKey.of(job.group())).collect(Collectors.toSet());
	}

	/**
	 * The jobs in the order of the turns.
	 * @param served the sequence numbers of the last turns by the keys of the groups
	 */
	List<ReadyJob> order(List<ReadyJob> jobs, Map<String, Long> served) {
		Map<String, Integer> numbers = new HashMap<>();
		Map<String, Integer> places = new HashMap<>();
		List<Turn> turns = new ArrayList<>();
		served.values().forEach((turn) -> this.last = Math.max(this.last, turn));
		for (ReadyJob job : jobs) {
			this.ready.merge(job.group(), 1, Integer::sum);
			String group = job.slot().rank() + " " + job.group();
			int number = numbers.merge(group, 1, Integer::sum);
			places.putIfAbsent(group, places.size());
			turns.add(new Turn(job, number, served.getOrDefault(LimitKey.of(job.group()), 0L), places.get(group)));
		}
		turns.sort(Comparator.comparingInt((Turn turn) -> turn.job.slot().rank())
			.thenComparingInt(Turn::number)
			.thenComparingLong(Turn::served)
			.thenComparingInt(Turn::place));
		return turns.stream().map(Turn::job).toList();
	}

	/**
	 * A job has its turn, after all others, also if the clock was set back since these.
	 */
	void serve(ReadyJob job, LockedGates locked, StepClock now) {
		if (this.fair) {
			this.last = Math.max(this.last + 1, now.nextSequence());
			locked.gate(job.group()).serve(this.last);
			left(job);
		}
	}

	/** A job is not ready any more. */
	void left(ReadyJob job) {
		this.ready.merge(job.group(), -1, Integer::sum);
	}

	/** How many jobs of a group are to become ready. */
	int missing(String group) {
		return Math.max(0, SHARE - this.ready.getOrDefault(group, 0));
	}

	/** Jobs beyond the share of their groups, by the groups. */
	Map<String, List<QueueEntry>> excess(List<ReadyJob> jobs) {
		Map<String, List<QueueEntry>> groups = new LinkedHashMap<>();
		jobs.stream()
			.filter((job) -> !job.slot().isFirst() && !job.isSuspect())
			.forEach((job) -> groups.computeIfAbsent(job.group(), (name) -> new ArrayList<>()).add(job.slot()));
		int share = Math.max(LEAST_SHARE, Math.min(SHARE, jobs.size() / 2 / groups.size()));
		return groups.entrySet()
			.stream()
			.filter((group) -> group.getValue().size() > share)
			.sorted(Comparator.comparingInt((group) -> -group.getValue().size()))
			.limit(MOST_GROUPS)
			.collect(Collectors.toMap(Map.Entry::getKey,
					(group) -> group.getValue().subList(share, group.getValue().size())));
	}

	/**
	 * When a claim is to look at waiting jobs of a group, in milliseconds.
	 * @param opens when time alone lets the next of them start, {@code null} for none
	 */
	long lookAt(StepClock now, @Nullable Long opens) {
		long look = now.millis() + LOOK;
		return (opens != null) ? Math.min(opens, look) : look;
	}

	/**
	 * A job, its number among those of its group, when the group was served, and the
	 * place of the group: those that were never served have their turns in one order.
	 */
	private record Turn(ReadyJob job, int number, long served, int place) {
	}

}
