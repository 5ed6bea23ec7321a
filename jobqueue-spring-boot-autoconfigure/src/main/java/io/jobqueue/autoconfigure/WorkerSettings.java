package io.jobqueue.autoconfigure;

import java.time.Duration;

import io.jobqueue.autoconfigure.JobQueueProperties.Worker;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.worker.WorkerOptions;

/**
 * The keys under {@code jobqueue.worker} as options of the core.
 */
final class WorkerSettings {

	/** At once, or ahead: each of them is a thread, or a claimed job in memory. */
	static final int MOST_JOBS = 10_000;

	static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

	private static final Duration DAY = Duration.ofDays(1);

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private WorkerSettings() {
	}

	static WorkerOptions options(Worker worker) {
		String prefix = "jobqueue.worker.";
		PropertyChecks.requirePositive(prefix + "concurrency", worker.concurrency(), MOST_JOBS);
		if (worker.claimAhead() != null) {
			PropertyChecks.requireNotNegative(prefix + "claim-ahead", worker.claimAhead(), MOST_JOBS);
		}
		if (worker.maxJobs() != null) {
			PropertyChecks.requirePositive(prefix + "max-jobs", worker.maxJobs(), Integer.MAX_VALUE);
		}
		if (worker.id() != null) {
			PropertyChecks.requireName(prefix + "id", worker.id());
		}
		return new WorkerOptions(lease(prefix + "lease-duration", worker.leaseDuration()),
				PropertyChecks.requirePositive(prefix + "poll-interval", worker.pollInterval(), LONGEST_INTERVAL),
				PropertyChecks.requireNotNegative(prefix + "shutdown-timeout", worker.shutdownTimeout(), DAY),
				PropertyChecks.requireNotNegative(prefix + "interrupt-grace", worker.interruptGrace(), DAY),
				PropertyChecks.requirePositive(prefix + "unknown-task-timeout", worker.unknownTaskTimeout(),
						RetryPolicy.LONGEST_DELAY),
				worker.claimAhead(), PropertyChecks.requirePositive(prefix + "max-losses", worker.maxLosses(), 1000),
				PropertyChecks.requirePositive(prefix + "max-interruptions", worker.maxInterruptions(), 1000),
				worker.maxJobs(), worker.burst());
	}

	/** It is renewed every third of it: a pause of the JVM must not end it. */
	private static Duration lease(String key, Duration lease) {
		PropertyChecks.requirePositive(key, lease, DAY);
		return PropertyChecks.requireAtLeast(key, lease, SHORTEST_LEASE);
	}

}
