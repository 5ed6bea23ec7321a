package io.jobqueue.store.statistics;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * An optional part of a store: what workers add up about attempts. Sums expire by the
 * times of {@link Resolution}, whether or not the queue exists, and do not make a queue
 * exist. Safe for use by many threads. All methods throw
 * {@link io.jobqueue.store.error.StoreUnavailableException} when the store is
 * unavailable.
 */
public interface StatisticsStore {

	/**
	 * Add sums to those of all resolutions. Workers that add at the same time lose
	 * nothing of each other. After an exception some or all of the sums may have been
	 * added, so a call that is repeated can count them twice.
	 * @param queue the queue
	 * @param sums the sums, several for a task if they are of several times
	 * @throws io.jobqueue.store.error.StoreFullException if the store has no room
	 */
	void add(String queue, List<TaskSums> sums);

	/**
	 * Read the sums of periods that begin in a span of time, in no order. Sums that have
	 * expired may still be contained.
	 * @param queues the queues
	 * @param resolution the length of the periods
	 * @param from the first begin
	 * @param to behind the last begin
	 */
	List<StoredSums> read(Collection<String> queues, Resolution resolution, Instant from, Instant to);

}
