package io.jobqueue.autoconfigure.worker;

import io.jobqueue.autoconfigure.properties.JobQueueProperties.Logs;
import io.jobqueue.autoconfigure.properties.JobQueueProperties.Worker;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.worker.options.WorkerOptions;

/**
 * Converts the keys under {@code jobqueue.worker} and {@code jobqueue.logs} to options of
 * the core.
 */
final class WorkerSettings {

	private WorkerSettings() {
	}

	static WorkerOptions options(Worker worker) {
		return new WorkerOptions(worker.leaseDuration(), worker.pollInterval(), worker.shutdownTimeout(),
				worker.interruptGrace(), worker.unknownTaskTimeout(), worker.claimAhead(), worker.maxLosses(),
				worker.maxInterruptions(), worker.maxJobs(), worker.burst());
	}

	static LogOptions logs(Logs logs) {
		return new LogOptions(new LogBounds(logs.maxLines(), (int) logs.maxSize().toBytes()), logs.capture());
	}

}
