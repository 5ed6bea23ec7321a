package io.jobqueue.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * The targets of the library, by measure. One beside a contender needs this in the run.
 */
public final class Targets {

	/** The bare program on Redis. */
	public static final String CEILING = "ceiling";

	/** The bare program on PostgreSQL. */
	public static final String CEILING_ON_POSTGRESQL = "ceiling-PostgreSQL";

	/** The fastest peer on PostgreSQL. */
	public static final String DB_SCHEDULER = "db-scheduler";

	/** The targets on Redis. */
	public static final Map<String, List<Target>> REDIS = Map.ofEntries( //
			Map.entry("dispatch one by one, jobs/s", List.of(Target.ratioAtLeast(0.85, CEILING))),
			Map.entry("dispatch one by one, sum CPU µs/job", List.of(Target.ratioAtMost(1.4, CEILING))),
			Map.entry("one producer and 10 permits, jobs/s", List.of(Target.ratioAtLeast(0.85, CEILING))),
			Map.entry("one producer and 10 permits, sum CPU µs/job", List.of(Target.ratioAtMost(1.5, CEILING))),
			Map.entry("one producer and 10 permits, Redis commands/job", List.of(Target.atMost(12))),
			Map.entry("idle latency p50, µs", List.of(Target.ratioAtMost(1.25, CEILING))),
			Map.entry("idle latency p99, µs", List.of(Target.moreByAtMost(1_000, CEILING))),
			Map.entry("idle latency, Redis commands/job", List.of(Target.atMost(18))),
			Map.entry("dispatch in bulk, jobs/s", List.of(Target.ratioAtLeast(0.5, CEILING))),
			Map.entry("drain at 10, jobs/s", List.of(Target.ratioAtLeast(0.5, CEILING))),
			Map.entry("drain at 50, jobs/s", List.of(Target.ratioAtLeast(0.5, CEILING))),
			Map.entry("drain at 10, Redis calls/job", List.of(Target.atMost(0.3))),
			Map.entry("drain at 50, Redis calls/job", List.of(Target.atMost(0.3))),
			Map.entry("drain at 10, sum CPU µs/job", List.of(Target.ratioAtMost(2.5, CEILING))),
			Map.entry("drain at 50, sum CPU µs/job", List.of(Target.ratioAtMost(2.5, CEILING))),
			Map.entry("bytes a waiting job", List.of(Target.atMost(400))),
			Map.entry("rate of the long queue to that of the short", List.of(Target.atLeast(0.75))),
			Map.entry("idle container, Redis calls/s", List.of(Target.atMost(1))));

	/** The targets on PostgreSQL. */
	public static final Map<String, List<Target>> POSTGRESQL = Map.ofEntries( //
			Map.entry("dispatch one by one, jobs/s",
					List.of(Target.ratioAtLeast(0.75, CEILING_ON_POSTGRESQL), Target.ratioAtLeast(1, DB_SCHEDULER))),
			Map.entry("dispatch one by one, round trips/job", List.of(Target.atMost(2))),
			Map.entry("one producer and 10 permits, jobs/s", List.of(Target.ratioAtLeast(2, DB_SCHEDULER))),
			Map.entry("idle latency p50, µs", List.of(Target.ratioAtMost(1, DB_SCHEDULER))),
			Map.entry("idle latency p99, µs", List.of(Target.ratioAtMost(1, DB_SCHEDULER))),
			Map.entry("idle latency from another application p99, µs", List.of(Target.atMost(10_000))),
			Map.entry("dispatch in bulk, jobs/s",
					List.of(Target.ratioAtLeast(0.6, CEILING_ON_POSTGRESQL), Target.ratioAtLeast(1.5, DB_SCHEDULER))),
			Map.entry("drain at 10, jobs/s",
					List.of(Target.ratioAtLeast(0.5, CEILING_ON_POSTGRESQL), Target.ratioAtLeast(5, DB_SCHEDULER))),
			Map.entry("drain at 50, jobs/s",
					List.of(Target.ratioAtLeast(0.5, CEILING_ON_POSTGRESQL), Target.ratioAtLeast(4, DB_SCHEDULER))),
			Map.entry("rate of the long queue to that of the short", List.of(Target.atLeast(0.5))),
			Map.entry("rate beside an old snapshot to that without", List.of(Target.atLeast(0.5))));

	private Targets() {
	}

}
