package io.jobqueue.dispatch;

import io.jobqueue.JobId;

import org.springframework.util.ClassUtils;

/**
 * The jobs that the transaction of the calling thread has dispatched and not yet
 * committed.
 */
public final class UncommittedJobs {

	/** spring-tx is optional: without it there are no transactions to look for. */
	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			UncommittedJobs.class.getClassLoader());

	private UncommittedJobs() {
	}

	/**
	 * Whether a job waits for the commit of the transaction that this thread is in. A
	 * transaction that is suspended does not count.
	 */
	public static boolean contains(JobId id) {
		return TRANSACTIONS && TransactionBatch.isUncommitted(id);
	}

}
