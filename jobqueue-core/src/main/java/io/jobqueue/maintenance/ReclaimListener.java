package io.jobqueue.maintenance;

import io.jobqueue.store.JobMaintenance.Reclaimed;

/**
 * Hears of jobs that were taken back from lost workers.
 */
@FunctionalInterface
public interface ReclaimListener {

	/**
	 * Jobs were taken back. This is the only time that the poisoned ones are named.
	 */
	void reclaimed(String queue, Reclaimed reclaimed);

}
