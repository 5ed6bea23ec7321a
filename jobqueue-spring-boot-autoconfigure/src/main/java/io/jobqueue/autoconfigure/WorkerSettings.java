package io.jobqueue.autoconfigure;

import io.jobqueue.autoconfigure.JobQueueProperties.Worker;
import io.jobqueue.worker.WorkerOptions;

/**
 * The keys under {@code jobqueue.worker} as options of the core.
 */
final class WorkerSettings {

	private WorkerSettings() {
	}

	static WorkerOptions options(Worker worker) {
		String prefix = "jobqueue.worker.";
		PropertyChecks.requirePositive(prefix + "concurrency", worker.concurrency());
		if (worker.claimAhead() != null) {
			PropertyChecks.requireNotNegative(prefix + "claim-ahead", worker.claimAhead());
		}
		if (worker.maxJobs() != null) {
			PropertyChecks.requirePositive(prefix + "max-jobs", worker.maxJobs());
		}
		if (worker.id() != null) {
			PropertyChecks.requireName(prefix + "id", worker.id());
		}
		return new WorkerOptions(PropertyChecks.requirePositive(prefix + "lease-duration", worker.leaseDuration()),
				PropertyChecks.requirePositive(prefix + "poll-interval", worker.pollInterval()),
				PropertyChecks.requireNotNegative(prefix + "shutdown-timeout", worker.shutdownTimeout()),
				PropertyChecks.requireNotNegative(prefix + "interrupt-grace", worker.interruptGrace()),
				PropertyChecks.requirePositive(prefix + "unknown-task-timeout", worker.unknownTaskTimeout()),
				worker.claimAhead(), PropertyChecks.requirePositive(prefix + "max-losses", worker.maxLosses()),
				PropertyChecks.requirePositive(prefix + "max-interruptions", worker.maxInterruptions()),
				worker.maxJobs(), worker.burst());
	}

}
