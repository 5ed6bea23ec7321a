package io.jobqueue.maintenance;

import java.util.List;

import io.jobqueue.store.JobMaintenance;

/**
 * Moves due jobs to their queue, also while no worker claims from it, so that counts and
 * ages are correct.
 */
final class PromoteDueJobs {

	private static final int BATCH = 500;

	private final JobMaintenance store;

	PromoteDueJobs(JobMaintenance store) {
		this.store = store;
	}

	/**
	 * Move jobs until none is due.
	 * @return how many were moved
	 */
	int runOnce(List<String> queues) {
		return Sweep.over(queues, this::promote);
	}

	private int promote(String queue) {
		int total = 0;
		int moved;
		do {
			moved = this.store.promote(queue, BATCH);
			total += moved;
		}
		while (moved >= BATCH && !Thread.currentThread().isInterrupted());
		return total;
	}

}
