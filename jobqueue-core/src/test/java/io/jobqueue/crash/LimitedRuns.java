package io.jobqueue.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.jobqueue.crash.Ledger.Entry;
import io.jobqueue.crash.Ledger.Event;

/**
 * How many jobs of each limit ran at the same time, by the order of the entries of the
 * ledger, while their worker had its lease. A run whose end is stored counts from its
 * start to its end. Any other one counts until its worker is harmed.
 *
 * @param entries the entries of the ledger
 * @param harms the number of entries before each harm of a worker
 */
record LimitedRuns(List<Entry> entries, Map<String, NavigableSet<Integer>> harms) {

	/**
	 * Count.
	 * @param limits the names of the limits of each job, by its id
	 * @return the highest number by the name of the limit
	 */
	static Map<String, Integer> most(List<Entry> entries, Map<String, NavigableSet<Integer>> harms,
			Map<String, List<String>> limits) {
		Map<Integer, List<String>> ends = new HashMap<>();
		Map<String, Integer> running = new HashMap<>();
		Map<String, Integer> most = new TreeMap<>();
		LimitedRuns runs = new LimitedRuns(entries, harms);
		for (int i = 0; i < entries.size(); i++) {
			ends.getOrDefault(i, List.of()).forEach((name) -> running.merge(name, -1, Integer::sum));
			int end = (entries.get(i).event() == Event.START) ? runs.end(i) : i;
			if (end > i) {
				for (String name : limits.get(entries.get(i).job())) {
					most.merge(name, running.merge(name, 1, Integer::sum), Math::max);
					ends.computeIfAbsent(end, (number) -> new ArrayList<>()).add(name);
				}
			}
		}
		return most;
	}

	/**
	 * The index at which a run counts no longer, that of its start if it never counts.
	 */
	private int end(int start) {
		Entry run = this.entries.get(start);
		OptionalInt stored = next(start, run,
				(entry) -> entry.event() == Event.STORED && entry.delivery() == run.delivery());
		OptionalInt ended = next(start, run, (entry) -> entry.event() == Event.END);
		Integer harm = this.harms.getOrDefault(run.worker(), new TreeSet<>()).higher(start);
		int limit = stored.orElse((harm != null) ? harm : start);
		return Math.min(limit, ended.orElse(limit));
	}

	private OptionalInt next(int start, Entry run, Predicate<Entry> condition) {
		return IntStream.range(start + 1, this.entries.size())
			.filter((i) -> this.entries.get(i).job().equals(run.job())
					&& this.entries.get(i).worker().equals(run.worker()) && condition.test(this.entries.get(i)))
			.findFirst();
	}

}
