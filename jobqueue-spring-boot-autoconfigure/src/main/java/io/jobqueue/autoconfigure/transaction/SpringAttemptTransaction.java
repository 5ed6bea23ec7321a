package io.jobqueue.autoconfigure.transaction;

import java.util.concurrent.Callable;

import javax.sql.DataSource;

import io.jobqueue.worker.options.AttemptTransaction;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * Runs attempts in transactions of a manager of Spring, in which methods of the handler
 * that are transactional take part. The isolation is READ_COMMITTED, which the statements
 * of the store expect.
 */
final class SpringAttemptTransaction implements AttemptTransaction {

	private final PlatformTransactionManager manager;

	SpringAttemptTransaction(PlatformTransactionManager manager) {
		this.manager = manager;
	}

	/**
	 * Return whether the transactions may be those of a DataSource. Of some managers,
	 * such as that of JPA, this is only known in a transaction: it is checked before each
	 * handler is called.
	 */
	boolean mayBeOf(DataSource dataSource) {
		return !(this.manager instanceof ResourceTransactionManager of
				&& of.getResourceFactory() instanceof DataSource other) || target(other) == target(dataSource);
	}

	private static @Nullable DataSource target(DataSource dataSource) {
		return (dataSource instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource() : dataSource;
	}

	@Override
	public <T> T run(String name, Callable<T> work) throws Exception {
		DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
		definition.setName("jobqueue task " + name);
		definition.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		definition.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		TransactionStatus status = this.manager.getTransaction(definition);
		T result;
		try {
			result = work.call();
		}
		catch (Throwable ex) {
			rollBack(status, ex);
			throw ex;
		}
		this.manager.commit(status);
		return result;
	}

	private void rollBack(TransactionStatus status, Throwable cause) {
		try {
			this.manager.rollback(status);
		}
		catch (RuntimeException | Error ex) {
			// A broken connection is rolled back by the database.
			cause.addSuppressed(ex);
		}
	}

}
