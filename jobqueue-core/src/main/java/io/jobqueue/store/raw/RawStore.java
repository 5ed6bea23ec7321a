package io.jobqueue.store.raw;

import java.util.Collection;
import java.util.List;

/**
 * An optional part of a store: raw queues. Safe for use by many threads. All methods
 * throw {@link io.jobqueue.store.error.StoreUnavailableException} when the store is
 * unavailable.
 */
public interface RawStore {

	/** The most items that are moved by one call. */
	int MOST_MOVES = 100;

	/** The most dead items of a raw queue. The newest are kept. */
	int MOST_DEAD = 10_000;

	/** The most characters of a dead item that was too large. */
	int LONGEST_BEGINNING = 10_000;

	/**
	 * Check that this store can keep a raw queue of that type. It is not asked.
	 * @throws io.jobqueue.JobQueueException if it cannot; the message names a remedy
	 */
	void require(RawSource source);

	/** Where other programs put items, for people. */
	String location(RawSource source);

	/**
	 * The next items that can become jobs. None while the queue is paused.
	 * @throws io.jobqueue.JobQueueException if something else is in the place of the raw
	 * queue
	 */
	RawLook look(RawSource source, RawLookRequest request);

	/**
	 * Replace items by jobs or dead items, in one step. An item that is no longer there
	 * as it was seen is left, as are all items while the queue is paused, those whose job
	 * finds the queue full, and those whose job is there already. A job whose unique key
	 * has an owner stands for its item as well. The rest of a list keeps its order.
	 * Workers that wait for jobs are signalled. Of dead items, the newest
	 * {@link #MOST_DEAD} are kept.
	 * @param moves what to do, at most {@link #MOST_MOVES}, in the order of a look; the
	 * jobs are of the queue of the source
	 * @return what became of each, in the same order
	 * @throws io.jobqueue.store.error.StoreFullException if the store has no room
	 */
	List<RawOutcome> move(RawSource source, List<RawMove> moves);

	/**
	 * Add items, as other programs do: at the end of a list, with the score 0 to a sorted
	 * set, due at once to a timed set.
	 * @throws io.jobqueue.store.error.StoreFullException if the store has no room
	 * @throws io.jobqueue.JobQueueException if something else is in the place of the raw
	 * queue
	 */
	void push(RawSource source, Collection<String> items);

	/**
	 * The size and the newest dead items.
	 * @param dead how many dead items at most
	 * @throws io.jobqueue.JobQueueException if something else is in the place of the raw
	 * queue
	 */
	RawState state(RawSource source, int dead);

}
