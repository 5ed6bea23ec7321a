package io.jobqueue.benchmarks.dashboard;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Times of answers by what was asked. Thread-safe. */
final class Times {

	private final Map<String, Queue<Long>> nanos = new ConcurrentHashMap<>();

	void add(String name, long time) {
		this.nanos.computeIfAbsent(name, (key) -> new ConcurrentLinkedQueue<>()).add(time);
	}

	/** Add what has been measured so far to others. */
	void addTo(Times others) {
		this.nanos.forEach((name, times) -> times.forEach((time) -> others.add(name, time)));
	}

	/** Print a row of a table for each. */
	void print(String title) {
		System.out.printf("| %s | answers | p50, ms | p99, ms | max, ms |%n|---|---|---|---|---|%n", title);
		new TreeMap<>(this.nanos).forEach((name, times) -> {
			long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
			System.out.printf("| %s | %d | %.1f | %.1f | %.1f |%n", name, sorted.length, at(sorted, 0.5),
					at(sorted, 0.99), Arrays.stream(sorted).max().orElse(0) / 1e6);
		});
	}

	/** The least time that a part of all does not exceed. */
	private static double at(long[] sorted, double part) {
		return sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)] / 1e6;
	}

}
