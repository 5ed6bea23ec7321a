package io.jobqueue.store;

import java.util.List;

import io.jobqueue.store.error.StoreFullException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.job.Admission;
import io.jobqueue.store.job.InsertResult;
import io.jobqueue.store.job.NewJob;

/**
 * The way of jobs into the store: all that a dispatcher needs. Safe for use by many
 * threads. All methods throw {@link StoreUnavailableException} when the store is
 * unavailable.
 */
public interface JobIntake {

	/**
	 * Insert jobs, of any queues and whatever their sizes, and signal workers that wait
	 * for them.
	 * @param jobs the jobs
	 * @return what came of each, in the same order
	 * @throws StoreFullException if the store has no room; jobs of one queue are inserted
	 * in the order given, so those of a queue that are missing are the last ones
	 */
	default List<InsertResult> insert(List<NewJob> jobs) {
		return insert(jobs, Admission.ALWAYS);
	}

	/**
	 * Insert jobs, of any queues, and signal workers that wait for them.
	 * @param jobs the jobs
	 * @param admission whether the maximum size of a queue applies, see
	 * {@link io.jobqueue.store.limit.QueueRules#maxSize()}. A queue is full when as many
	 * jobs wait in it: QUEUED, SCHEDULED, RETRY and INTERRUPTED. A job that exists, or
	 * that another job stands for by its unique key, is no further one.
	 * @return what came of each, in the same order
	 * @throws StoreFullException if the store has no room; jobs of one queue are inserted
	 * in the order given, so those of a queue that are missing are the last ones
	 */
	List<InsertResult> insert(List<NewJob> jobs, Admission admission);

	/**
	 * Whether an insert by this thread now would be part of the transaction that Spring
	 * has bound to it: visible when that commits, absent when it rolls back, and
	 * signalled only after the commit. An insert that is not part of it is durable when
	 * the call returns, whatever transaction the thread is in.
	 */
	boolean joinsTransaction();

	/**
	 * Whether jobs are inserted later than a call returns, so that it does not know what
	 * comes of their unique keys.
	 */
	default boolean isDeferred() {
		return false;
	}

}
