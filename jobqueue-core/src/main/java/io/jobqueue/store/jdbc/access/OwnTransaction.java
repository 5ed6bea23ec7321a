package io.jobqueue.store.jdbc.access;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Runs work in a transaction of its own. A rollback that fails hides no error of the
 * work: the connection is broken then, and the error of the work says why. Spring's
 * {@code TransactionTemplate} would throw the error of the rollback, and log both with
 * their stack traces in each call during an outage. Safe for use by many threads.
 */
final class OwnTransaction {

	private final PlatformTransactionManager transactions;

	private final TransactionDefinition definition;

	/**
	 * Make one.
	 * @param transactions the manager of the DataSource
	 * @param isolation a constant of {@link TransactionDefinition}
	 */
	OwnTransaction(PlatformTransactionManager transactions, int isolation) {
		this.transactions = transactions;
		DefaultTransactionDefinition own = new DefaultTransactionDefinition(
				TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		own.setIsolationLevel(isolation);
		this.definition = own;
	}

	<T extends @Nullable Object> T execute(Supplier<T> work) {
		TransactionStatus status = this.transactions.getTransaction(this.definition);
		T result;
		try {
			result = work.get();
		}
		catch (RuntimeException | Error ex) {
			rollBack(status, ex);
			throw ex;
		}
		this.transactions.commit(status);
		return result;
	}

	private void rollBack(TransactionStatus status, Throwable cause) {
		try {
			this.transactions.rollback(status);
		}
		catch (RuntimeException ex) {
			cause.addSuppressed(ex);
		}
	}

}
