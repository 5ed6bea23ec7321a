package io.jobqueue.store.jdbc.access;

import java.util.HashSet;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the transaction of the calling thread from its commit after a write in it failed:
 * a caller that swallows the exception would commit half of the jobs. The mark of the
 * connection is enough for transactions of JDBC; those of other managers, such as that of
 * JPA, do not look at it and are stopped before their commit. A rollback to an older
 * savepoint undoes the write and the mark.
 */
final class RollbackOnly implements TransactionSynchronization {

	private final Set<Object> laterSavepoints = new HashSet<>();

	private boolean marked = true;

	private RollbackOnly() {
	}

	/** Mark the transaction of this thread. */
	static void mark(DataSource dataSource) {
		if (TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder holder) {
			holder.setRollbackOnly();
		}
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return;
		}
		for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
			if (known instanceof RollbackOnly again) {
				again.marked = true;
				again.laterSavepoints.clear();
				return;
			}
		}
		TransactionSynchronizationManager.registerSynchronization(new RollbackOnly());
	}

	/** First, so that no other callback works for a transaction that is rolled back. */
	@Override
	public int getOrder() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.laterSavepoints.add(savepoint);
	}

	@Override
	public void savepointRollback(Object savepoint) {
		this.marked &= this.laterSavepoints.contains(savepoint);
	}

	@Override
	public void beforeCommit(boolean readOnly) {
		if (this.marked) {
			throw new UnexpectedRollbackException("The transaction is rolled back, because jobs could not be written "
					+ "in it, and the exception of that was not passed on");
		}
	}

}
