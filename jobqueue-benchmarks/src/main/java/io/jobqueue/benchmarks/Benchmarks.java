package io.jobqueue.benchmarks;

import java.util.Map;

/**
 * Prints the table; {@link Options} has the arguments.
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
		System.out.println(run(Options.parse(arguments)));
	}

	static String run(Options options) {
		Table table = new Table();
		try (Redis redis = new Redis();
				Contender ceiling = new Ceiling(redis.port());
				Contender library = new Library(redis.port())) {
			Round round = new Round(redis, ceiling, library, table, options);
			for (int i = 0; i < options.warmUps(); i++) {
				round.run();
			}
			table.clear();
			for (int i = 0; i < options.rounds(); i++) {
				round.run();
			}
			return environment(redis, options) + table.print(TARGETS);
		}
	}

	private static String environment(Redis redis, Options options) {
		return "%d cores, %s %s, Redis %s, %d rounds of scale %s after %d to warm up%n".formatted(
				Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.name"),
				System.getProperty("java.vm.version"), redis.version(), options.rounds(), options.scale(),
				options.warmUps());
	}

}
