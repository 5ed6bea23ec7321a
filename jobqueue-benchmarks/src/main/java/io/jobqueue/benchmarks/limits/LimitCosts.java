package io.jobqueue.benchmarks.limits;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.jobqueue.benchmarks.DueSchedules;
import io.jobqueue.benchmarks.library.Application;
import io.jobqueue.benchmarks.server.Redis;
import io.jobqueue.store.StoreBackend;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures what unique keys, limits and fair order cost beside plain jobs, at 100 jobs a
 * call, and what a claim costs with many jobs in front that a limit holds back.
 * Arguments: the number of jobs of a round, 5,000 by default, and of rounds.
 */
public final class LimitCosts {

	private static final int JOBS = 5000;

	private static final int ROUNDS = 5;

	private static final int BLOCKED = 100_000;

	private LimitCosts() {
	}

	public static void main(String[] arguments) {
		try (Redis redis = new Redis()) {
			run("Redis", DueSchedules.redis(redis), arguments);
		}
	}

	/**
	 * Measure and print.
	 * @param name the name of the store
	 * @param properties what selects the store
	 * @param arguments the number of jobs and of rounds, each may be missing
	 */
	public static void run(String name, List<String> properties, String... arguments) {
		int jobs = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : JOBS;
		int rounds = (arguments.length > 1) ? Math.max(1, Integer.parseInt(arguments[1])) : ROUNDS;
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of("spring.main.banner-mode=off", "jobqueue.worker.enabled=false", "logging.level.root=warn"));
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run()) {
			StoreBackend store = application.getBean(StoreBackend.class);
			loads(name, store, jobs, rounds);
			blocked(name, store, jobs, rounds);
		}
	}

	/** The first round is to warm up. In each other one the loads take turns. */
	private static void loads(String server, StoreBackend store, int jobs, int rounds) {
		Map<Load, List<Double>> inserts = new EnumMap<>(Load.class);
		Map<Load, List<Double>> drains = new EnumMap<>(Load.class);
		for (int round = 0; round <= rounds; round++) {
			for (Load load : Load.values()) {
				String queue = load.name().toLowerCase(Locale.ROOT) + "-" + round;
				load.prepare(store, queue);
				double insert = micros(jobs, () -> load.insert(store, queue, queue, jobs));
				double drain = micros(jobs, () -> Load.drain(store, queue, jobs));
				if (round > 0) {
					inserts.computeIfAbsent(load, (key) -> new ArrayList<>()).add(insert);
					drains.computeIfAbsent(load, (key) -> new ArrayList<>()).add(drain);
				}
			}
		}
		for (Load load : Load.values()) {
			print(server, load + ", insert", of(inserts, load), of(inserts, Load.PLAIN));
			print(server, load + ", claim and finish", of(drains, load), of(drains, Load.PLAIN));
		}
	}

	private static List<Double> of(Map<Load, List<Double>> times, Load load) {
		return times.getOrDefault(load, List.of());
	}

	private static void blocked(String server, StoreBackend store, int jobs, int rounds) {
		List<Double> without = new ArrayList<>();
		List<Double> with = new ArrayList<>();
		String many = "many-blocked";
		Load.TENANTS.prepare(store, many);
		Load.insertBlocked(store, many, BLOCKED);
		int[] claims = new int[1];
		double wait = micros(BLOCKED, () -> claims[0] = Load.claimInVain(store, many));
		System.out.printf("%s: %,d jobs begin to wait for a limit, %d claims, %.0f us a job%n", server, BLOCKED,
				claims[0], wait);
		for (int round = 0; round < rounds; round++) {
			String none = "none-blocked-" + round;
			Load.TENANTS.prepare(store, none);
			without.add(drain(store, none, none, jobs));
			with.add(drain(store, many, "others-" + round, jobs));
		}
		print(server, "none blocked in front, claim and finish", without, without);
		print(server, "%,d blocked in front, claim and finish".formatted(BLOCKED), with, without);
	}

	private static double drain(StoreBackend store, String queue, String ids, int jobs) {
		Load.TENANTS.insert(store, queue, ids, jobs);
		return micros(jobs, () -> Load.drain(store, queue, jobs));
	}

	private static double micros(int jobs, Runnable work) {
		long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1000.0 / jobs;
	}

	private static void print(String server, String name, List<Double> times, List<Double> plain) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < times.size(); i++) {
			ratios.add(times.get(i) / plain.get(i));
		}
		System.out.printf("%s: %s: %s us a job, %s of plain%n", server, name, text("%.0f", times),
				text("%.2f", ratios));
	}

	/** Median, least and greatest. */
	private static String text(String format, List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return (format + " (" + format + "-" + format + ")").formatted(sorted.get(sorted.size() / 2), sorted.get(0),
				sorted.get(sorted.size() - 1));
	}

}
