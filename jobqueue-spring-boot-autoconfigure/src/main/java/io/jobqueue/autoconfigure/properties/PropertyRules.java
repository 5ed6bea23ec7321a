package io.jobqueue.autoconfigure.properties;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.jobqueue.autoconfigure.properties.JobQueueProperties.Worker;
import io.jobqueue.autoconfigure.properties.ValueRule.Between;
import io.jobqueue.raw.RawQueue;
import io.jobqueue.retry.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The bounds of all numbers, durations and sizes under {@code jobqueue}, by
 * {@linkplain PropertyKeys#pattern pattern of their keys}. The options of the core refuse
 * values that cannot work. These bounds are narrower, and their messages name the key.
 */
final class PropertyRules {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration DAY = Duration.ofDays(1);

	private static final Between EVER = new Between(SHORTEST, RetryPolicy.LONGEST_DELAY, false);

	private static final Between EVER_OR_NONE = new Between(SHORTEST, RetryPolicy.LONGEST_DELAY, true);

	/** A shorter interval would dominate the calls of an application. */
	private static final Between INTERVAL = new Between(Duration.ofMillis(10), Duration.ofHours(1), false);

	private static final Between STOP = new Between(SHORTEST, DAY, true);

	/**
	 * Each concurrent job takes a thread; each job that is claimed ahead takes memory.
	 */
	private static final long MOST_JOBS = 10_000;

	private static final ValueRule LOSSES = ValueRule.positive(1000);

	private static final ValueRule RETAINED = ValueRule.notNegative(1_000_000_000);

	private static final ValueRule RETRIES = ValueRule.notNegative(Integer.MAX_VALUE);

	private static final ValueRule MULTIPLIER = ValueRule.between(1, 1000);

	private static final ValueRule JITTER = ValueRule.between(0, 1);

	/**
	 * Half of the maximum size of a value in Redis; the smallest limit of all stores.
	 */
	private static final ValueRule TEXT = ValueRule.sizeUpTo(DataSize.ofMegabytes(256));

	private static final Map<String, ValueRule> RULES = Map.ofEntries(Map.entry("namespace", ValueRule.name()),
			Map.entry("default-queue", ValueRule.name()),
			Map.entry("queues.*.concurrency", ValueRule.positive(MOST_JOBS)),
			Map.entry("containers.*.concurrency", ValueRule.positive(MOST_JOBS)),
			Map.entry("containers.*.weights.*", ValueRule.positive(1000)),
			Map.entry("queues.*.max-running", ValueRule.notNegative(1_000_000)),
			Map.entry("queues.*.limits.*.max-running", ValueRule.notNegative(1_000_000)),
			Map.entry("queues.*.max-size", ValueRule.notNegative(1_000_000_000)),
			Map.entry("queues.*.block-timeout", INTERVAL), Map.entry("worker.id", ValueRule.name(Worker.LONGEST_ID)),
			Map.entry("worker.concurrency", ValueRule.positive(MOST_JOBS)),
			// The lease is renewed every third of it, and a pause of the JVM must not end
			// it.
			Map.entry("worker.lease-duration", new Between(Duration.ofSeconds(1), DAY, false)),
			Map.entry("worker.poll-interval", INTERVAL), Map.entry("worker.shutdown-timeout", STOP),
			Map.entry("worker.interrupt-grace", STOP),
			// Jobs of a task that is unknown for a short time must not fail in a
			// deployment.
			Map.entry("worker.unknown-task-timeout",
					new Between(Duration.ofMillis(100), RetryPolicy.LONGEST_DELAY, false)),
			Map.entry("worker.claim-ahead", ValueRule.notNegative(MOST_JOBS)), Map.entry("worker.max-losses", LOSSES),
			Map.entry("worker.max-interruptions", LOSSES),
			Map.entry("worker.max-jobs", ValueRule.positive(Integer.MAX_VALUE)),
			// No attempt would end within a shorter timeout.
			Map.entry("task-defaults.timeout", new Between(Duration.ofMillis(10), RetryPolicy.LONGEST_DELAY, false)),
			Map.entry("task-defaults.max-retries", RETRIES), Map.entry("task-defaults.delay", EVER_OR_NONE),
			Map.entry("task-defaults.multiplier", MULTIPLIER), Map.entry("task-defaults.max-delay", EVER_OR_NONE),
			Map.entry("task-defaults.jitter", JITTER), Map.entry("retries.*.max-retries", RETRIES),
			Map.entry("retries.*.delay", EVER_OR_NONE), Map.entry("retries.*.multiplier", MULTIPLIER),
			Map.entry("retries.*.max-delay", EVER_OR_NONE), Map.entry("retries.*.jitter", JITTER),
			Map.entry("schedules.*.every", new Between(Duration.ofMillis(100), RetryPolicy.LONGEST_DELAY, false)),
			Map.entry("schedules.*.misfire-cap", ValueRule.positive(1000)),
			Map.entry("schedules.*.jitter", new Between(SHORTEST, DAY, true)),
			Map.entry("raw-queues.*.task", ValueRule.name(200)), Map.entry("raw-queues.*.queue", ValueRule.name()),
			Map.entry("raw-queues.*.poll-interval", new Between(RawQueue.SHORTEST_POLL, Duration.ofHours(1), false)),
			Map.entry("payload.warn-size", TEXT), Map.entry("payload.max-size", TEXT),
			Map.entry("payload.store.threshold", TEXT), Map.entry("payload.store.max-size", TEXT),
			// A dispatch in a transaction stores the job after its commit.
			Map.entry("payload.store.keep-unused", new Between(Duration.ofHours(1), Duration.ofDays(365), false)),
			Map.entry("result.max-size", TEXT), Map.entry("logs.max-lines", ValueRule.positive(100_000)),
			Map.entry("logs.max-size", ValueRule.sizeBetween(DataSize.ofKilobytes(4), DataSize.ofMegabytes(16))),
			Map.entry("dispatch.max-delay", EVER),
			// No server replies over a network in less time.
			Map.entry("redis.start-timeout", new Between(Duration.ofMillis(100), Duration.ofHours(1), false)),
			Map.entry("retention.success.time", EVER), Map.entry("retention.success.count", RETAINED),
			Map.entry("retention.cancelled.time", EVER), Map.entry("retention.cancelled.count", RETAINED),
			Map.entry("retention.dead-letters.time", EVER), Map.entry("retention.dead-letters.count", RETAINED),
			Map.entry("jdbc.table-prefix", ValueRule.tablePrefix()),
			Map.entry("dashboard.enabled", ValueRule.dashboard()), Map.entry("dashboard.path", ValueRule.path()),
			Map.entry("dashboard.authorities.view", ValueRule.text()),
			Map.entry("dashboard.authorities.operate", ValueRule.text()),
			Map.entry("dashboard.authorities.admin", ValueRule.text()), Map.entry("metrics.sample-interval", INTERVAL));

	private PropertyRules() {
	}

	static Set<String> patterns() {
		return RULES.keySet();
	}

	/** Return the rule for keys of a pattern, {@code null} if any value is valid. */
	static @Nullable ValueRule of(String pattern) {
		return RULES.get(pattern);
	}

}
