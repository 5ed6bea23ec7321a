package io.jobqueue.benchmarks;

import java.util.List;

import io.jobqueue.benchmarks.server.Redis;

/**
 * Prints the table of the library in comparison with the ceiling. {@link Options}
 * describes the arguments.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] arguments) {
		System.out.println(run(Options.parse(arguments)));
	}

	static String run(Options options) {
		try (Redis redis = new Redis(options.redis())) {
			return new Comparison(options, Targets.REDIS).run(redis, List.of(Programs.ceiling(), Programs.library()));
		}
	}

}
