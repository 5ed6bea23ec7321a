package io.jobqueue.store.flow;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jobqueue.FlowId;
import io.jobqueue.store.error.StoreUnavailableException;

import org.jspecify.annotations.Nullable;

/**
 * The flows of a store. Safe for use by many threads. All methods throw
 * {@link StoreUnavailableException} when the store is unavailable. Each may be repeated
 * after a lost reply.
 */
public interface FlowStore {

	/** How many flows a call of {@link #list} reads at most to find some of a query. */
	int MOST_READ = 2_000;

	/** How many flows a store counts at most. */
	int MOST_COUNTED = 100_000;

	/**
	 * Do something in one transaction, where the store has transactions: that of the
	 * caller, if the store takes part in it. What happens to flows and what is inserted
	 * then is stored together or not at all. Any other store only calls it, as here.
	 */
	default <T> T together(Supplier<T> work) {
		return work.get();
	}

	/**
	 * Do something in a transaction of its own, where the store has transactions,
	 * whatever transaction the caller is in. Other stores only call it.
	 */
	default <T> T apart(Supplier<T> work) {
		return work.get();
	}

	/**
	 * Do something once the changes that this thread has made are stored for good, on
	 * this thread: after the commit of the transaction that they are part of, and never
	 * if it is rolled back or its outcome is unknown; at once where they are part of
	 * none.
	 * @param work must not throw, and not use the store
	 */
	default void afterCommit(Runnable work) {
		work.run();
	}

	/**
	 * Read a flow that is stored, without a place, and without an effect on changes.
	 * @return the flow, {@code null} if there is none
	 */
	@Nullable StoredFlow read(FlowId id);

	/**
	 * Read a flow to change it. In a transaction it keeps other changes of the flow away.
	 * @param id the flow
	 * @param places the numbers of the places to read
	 * @return the flow, {@code null} if there is none
	 */
	@Nullable StoredFlow find(FlowId id, Collection<Integer> places);

	/**
	 * Change or create a flow, by compare and set.
	 * @return whether it had the version
	 */
	boolean change(FlowChange change);

	/**
	 * Keep a part of what a flow does later. It is deleted with the flow.
	 * @param id the flow, which exists
	 * @param number the number of the part
	 * @param content the part
	 */
	void putPart(FlowId id, int number, String content);

	/** A part of what a flow does later, {@code null} if there is none. */
	@Nullable String part(FlowId id, int number);

	/**
	 * Read places of a flow in their order.
	 * @param from the number of the first one
	 * @param limit how many at most
	 */
	List<StoredPlace> places(FlowId id, int from, int limit);

	/**
	 * Read flows, the newest first. A call reads a bounded number of flows, so a page can
	 * be short although another one follows.
	 * @param filter which flows
	 * @param before read those created before this one, {@code null} for the newest
	 * @param limit how many at most
	 */
	StoredFlows list(FlowFilter filter, @Nullable FlowId before, int limit);

	/**
	 * The flows that maintenance is to look at now. Other callers get them after a time.
	 * @param again this time
	 * @param limit how many at most
	 */
	List<FlowId> due(Duration again, int limit);

	/**
	 * Maintenance has looked at a flow.
	 * @param version the version that it has seen
	 * @param life when it looks again, and how long the flow is kept
	 */
	void looked(FlowId id, long version, FlowChange.Life life);

	/** Maintenance has found no flow of this id, so that nothing of it is kept. */
	void forget(FlowId id);

	/**
	 * Delete flows that were kept long enough, or that are too many of these.
	 * @param most how many that have ended are kept
	 * @param limit how many to delete at most
	 * @return how many were deleted
	 */
	int prune(long most, int limit);

	/** Whether there is a flow that maintenance may have to look at. */
	boolean isAnyLiving();

	/**
	 * How many flows have not ended, or have something left to do. A store may stop at
	 * {@link #MOST_COUNTED}.
	 */
	long countLiving();

	/**
	 * Pass on notices of jobs that have ended in a queue, and delete them. A notice that
	 * was passed on may be there again after a crash. A notice of a flow that another
	 * transaction changes now stays.
	 * @param queue the queue
	 * @param limit how many at most
	 * @param work gets the notices, the oldest first, and answers those that it has noted
	 * @return how many notices were read
	 */
	int relay(String queue, int limit, Function<List<FlowNotice>, List<FlowNotice>> work);

}
