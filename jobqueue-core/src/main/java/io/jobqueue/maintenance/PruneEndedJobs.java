package io.jobqueue.maintenance;

import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.jobqueue.JobStatus;
import io.jobqueue.store.JobMaintenance;

/**
 * Deletes ended jobs that nobody needs any more.
 */
final class PruneEndedJobs {

	private static final Logger logger = LoggerFactory.getLogger(PruneEndedJobs.class);

	private static final int BATCH = 500;

	private final JobMaintenance store;

	private final RetentionOptions options;

	PruneEndedJobs(JobMaintenance store, RetentionOptions options) {
		this.store = store;
		this.options = options;
	}

	/**
	 * Do it until nothing is left.
	 * @return how many were deleted
	 */
	int runOnce(List<String> queues) {
		int total = 0;
		for (String queue : queues) {
			for (Map.Entry<JobStatus, StatusRetention> status : this.options.statuses().entrySet()) {
				total += prune(queue, status.getKey(), status.getValue());
			}
		}
		if (total > 0) {
			logger.debug("{} ended jobs were deleted", total);
		}
		return total;
	}

	private int prune(String queue, JobStatus status, StatusRetention retention) {
		int total = 0;
		int deleted;
		do {
			deleted = this.store.prune(queue, status, retention.keep(), retention.count(), BATCH);
			total += deleted;
		}
		while (deleted >= BATCH && !Thread.currentThread().isInterrupted());
		return total;
	}

}
