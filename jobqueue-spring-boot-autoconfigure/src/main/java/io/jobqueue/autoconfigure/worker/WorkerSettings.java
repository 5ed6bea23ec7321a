package io.jobqueue.autoconfigure.worker;

import io.jobqueue.autoconfigure.properties.JobQueueProperties.Worker;
import io.jobqueue.worker.options.WorkerOptions;

/**
 * The keys under {@code jobqueue.worker} as options of the core.
 */
final class WorkerSettings {

	private WorkerSettings() {
	}

	static WorkerOptions options(Worker worker) {
		return new WorkerOptions(worker.leaseDuration(), worker.pollInterval(), worker.shutdownTimeout(),
				worker.interruptGrace(), worker.unknownTaskTimeout(), worker.claimAhead(), worker.maxLosses(),
				worker.maxInterruptions(), worker.maxJobs(), worker.burst());
	}

}
