package io.jobqueue.maintenance;

import io.jobqueue.store.JobMaintenance.Reclaimed;

/** Called with jobs that were reclaimed from lost workers. */
@FunctionalInterface
public interface ReclaimListener {

	/**
	 * Jobs were reclaimed. Poison jobs are reported only here.
	 */
	void reclaimed(String queue, Reclaimed reclaimed);

}
