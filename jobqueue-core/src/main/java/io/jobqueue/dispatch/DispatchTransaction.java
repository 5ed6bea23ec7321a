package io.jobqueue.dispatch;

/**
 * When a job that is dispatched inside a transaction is stored, if the store cannot take
 * part in that transaction. A store that can, always does: its jobs exist exactly if the
 * transaction commits.
 */
public enum DispatchTransaction {

	/** The job is stored after the commit, and not at all after a rollback. */
	AFTER_COMMIT,
	/** The job is stored immediately, and stays if the transaction rolls back. */
	IMMEDIATE

}
