package io.jobqueue.store.jdbc.access;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions of a DataSource. It determines whether a manager will commit the
 * connection that is bound to the thread.
 */
final class KnownTransactions extends JdbcTransactionManager {

	private final DataSource bound;

	KnownTransactions(DataSource dataSource) {
		super(dataSource);
		this.bound = dataSource;
	}

	/**
	 * Whether a manager began a transaction on the bound connection: one of JDBC, or one
	 * of another kind, such as that of JPA, which binds it without a synchronization.
	 * Otherwise Spring keeps the connection until the transaction of another resource
	 * ends, and does not commit it.
	 */
	boolean hasManager() {
		return isExistingTransaction(doGetTransaction())
				|| (TransactionSynchronizationManager.getResource(this.bound) instanceof ConnectionHolder holder
						&& !holder.isSynchronizedWithTransaction());
	}

}
