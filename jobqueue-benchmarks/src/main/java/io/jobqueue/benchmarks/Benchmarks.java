package io.jobqueue.benchmarks;

import java.util.Map;

import io.jobqueue.benchmarks.server.Redis;

/**
 * Prints the table of the library in comparison with the ceiling. {@link Options}
 * describes the arguments.
 */
public final class Benchmarks {

	private static final Map<String, Target> TARGETS = Map.ofEntries( //
			Map.entry("dispatch one by one, jobs/s", Target.ratioAtLeast(0.8)),
			Map.entry("dispatch in bulk, jobs/s", Target.ratioAtLeast(0.5)),
			Map.entry("drain at 10, jobs/s", Target.ratioAtLeast(0.5)),
			Map.entry("drain at 50, jobs/s", Target.ratioAtLeast(0.5)),
			Map.entry("drain at 10, Redis calls/job", Target.atMost(0.3)),
			Map.entry("drain at 50, Redis calls/job", Target.atMost(0.3)),
			Map.entry("drain at 10, sum CPU µs/job", Target.ratioAtMost(2.5)),
			Map.entry("drain at 50, sum CPU µs/job", Target.ratioAtMost(2.5)),
			Map.entry("idle latency p99, µs", Target.ratioAtMost(2)),
			Map.entry("bytes a waiting job", Target.atMost(400)),
			Map.entry("rate of the long queue to that of the short", Target.atLeast(0.75)),
			Map.entry("idle container, Redis calls/s", Target.atMost(1)));

	private Benchmarks() {
	}

	public static void main(String[] arguments) {
		System.out.println(run(Options.parse(arguments)));
	}

	static String run(Options options) {
		try (Redis redis = new Redis()) {
			return new Comparison(options, TARGETS).run(redis, Programs.ceiling(), Programs.library());
		}
	}

}
