package io.jobqueue.store;

import java.util.List;

import io.jobqueue.store.feed.FinishResult;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.store.notes.Attempt;
import io.jobqueue.store.notes.JobNotes;
import io.jobqueue.store.notes.LogBounds;
import io.jobqueue.store.notes.LogPart;

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

	/**
	 * Append to the log of a job in the open transaction, before its outcome is stored
	 * there. The job stays locked until that ends.
	 * @param attempt the attempt; if its worker does not hold the job with this delivery,
	 * nothing is written
	 * @param parts the parts to append, see {@link JobNotes#appendLogs}
	 * @param bounds how much of the log is kept
	 */
	void appendLogInTransaction(Attempt attempt, List<LogPart> parts, LogBounds bounds);

}
