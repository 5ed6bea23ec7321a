package io.jobqueue.store;

import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;

/**
 * An optional part of a store in a database: stores the outcome of an attempt in the
 * transaction of the calling thread, so that it is there exactly if the other changes of
 * that transaction are.
 */
public interface TransactionalFinish {

	/** Whether the calling thread is in a transaction that this store can write in. */
	boolean joinsTransaction();

	/**
	 * Store an outcome in the open transaction. The job stays locked until that ends. If
	 * this fails, the transaction can only be rolled back.
	 * @param queue the queue from which the job was claimed
	 * @param worker the worker that holds it
	 * @return what came of it; unless it is {@link FinishResult#APPLIED}, nothing was
	 * written
	 * @throws IllegalStateException if there is no such transaction
	 */
	FinishResult finishInTransaction(String queue, String worker, Outcome outcome);

}
