package io.jobqueue.benchmarks;

import java.util.Map;

/**
 * Prints the table. Arguments: how much work, 1 for the usual, and how many rounds.
 */
public final class Benchmarks {

	private static final Map<String, Table.Target> TARGETS = Map.of( //
			"dispatch one by one, jobs/s", Table.Target.ratioAtLeast(0.8), //
			"dispatch in bulk, jobs/s", Table.Target.ratioAtLeast(0.5), //
			"drain at 10, jobs/s", Table.Target.ratioAtLeast(0.5), //
			"drain at 50, jobs/s", Table.Target.ratioAtLeast(0.5), //
			"drain at 10, Redis calls/job", Table.Target.atMost(0.3), //
			"drain at 50, Redis calls/job", Table.Target.atMost(0.3), //
			"drain at 10, sum CPU µs/job", Table.Target.ratioAtMost(2.5), //
			"drain at 50, sum CPU µs/job", Table.Target.ratioAtMost(2.5), //
			"idle latency p99, µs", Table.Target.ratioAtMost(2), //
			"bytes a waiting job", Table.Target.atMost(400));

	private Benchmarks() {
	}

	public static void main(String[] arguments) {
		double scale = (arguments.length > 0) ? Double.parseDouble(arguments[0]) : 1;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 3;
		System.out.println(run(scale, rounds));
	}

	static String run(double scale, int rounds) {
		Table table = new Table();
		try (Redis redis = new Redis();
				Contender ceiling = new Ceiling(redis.port());
				Contender library = new Library(redis.port())) {
			new Round(redis, ceiling, library, table, scale * 0.4).run();
			table.clear();
			for (int round = 0; round < rounds; round++) {
				new Round(redis, ceiling, library, table, scale).run();
			}
			return environment(redis, scale, rounds) + table.print(TARGETS);
		}
	}

	private static String environment(Redis redis, double scale, int rounds) {
		return "%d cores, %s %s, Redis %s, %d rounds of scale %s after one to warm up%n".formatted(
				Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.name"),
				System.getProperty("java.vm.version"), redis.version(), rounds, scale);
	}

}
