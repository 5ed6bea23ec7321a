package io.jobqueue.store.jdbc.limit;

import java.util.List;

import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.store.jdbc.row.QueueEntry;

/**
 * A job that is ready, with its row locked.
 *
 * @param slot its place
 * @param limits the names of its limits
 * @param group the limit whose jobs take turns with those of others
 */
record ReadyJob(QueueEntry slot, List<String> limits, String group) {

	boolean isSuspect() {
		return this.slot.lostDeliveries() >= ClaimedJob.SUSPECT_LOSSES;
	}

}
