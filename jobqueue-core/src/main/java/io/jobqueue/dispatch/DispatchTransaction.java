package io.jobqueue.dispatch;

/**
 * What a dispatch inside a transaction of the caller does where the store cannot take
 * part in that transaction. A store that can, always does: its jobs exist exactly when
 * the transaction commits.
 */
public enum DispatchTransaction {

	/** The job is stored after the commit, and not at all after a rollback. */
	AFTER_COMMIT,
	/** The job is stored at once, and stays when the transaction rolls back. */
	IMMEDIATE

}
