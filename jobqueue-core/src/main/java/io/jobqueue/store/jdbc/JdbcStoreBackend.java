package io.jobqueue.store.jdbc;

import javax.sql.DataSource;

import io.jobqueue.store.JobBrowser;
import io.jobqueue.store.JobControl;
import io.jobqueue.store.JobMaintenance;
import io.jobqueue.store.JobStore;
import io.jobqueue.store.QueueSignal;
import io.jobqueue.store.StoreBackend;

/**
 * The store in PostgreSQL 12, MySQL 8, MariaDB 10.6, H2 2.3 or later. It opens no
 * connection when made and has nothing to close; the DataSource stays the caller's.
 * <p>
 * {@code jobs().insert} takes part in a transaction of Spring's that uses the same
 * DataSource, so that jobs are there exactly if its other changes are; signals go out
 * after its commit. All other methods have transactions of their own.
 */
public final class JdbcStoreBackend implements StoreBackend {

	private final CallerTransaction callerTransaction;

	/**
	 * Make a store.
	 * @param dataSource the way to the database, shared by all threads; the same object
	 * that the application's transactions use
	 * @param options how to use it
	 */
	public JdbcStoreBackend(DataSource dataSource, JdbcStoreOptions options) {
		this.callerTransaction = new CallerTransaction(dataSource, (queues) -> {
		});
	}

	@Override
	public JobStore jobs() {
		throw new UnsupportedOperationException();
	}

	@Override
	public JobControl control() {
		throw new UnsupportedOperationException();
	}

	@Override
	public JobMaintenance maintenance() {
		throw new UnsupportedOperationException();
	}

	@Override
	public JobBrowser browser() {
		throw new UnsupportedOperationException();
	}

	@Override
	public QueueSignal signal() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean joinsTransaction() {
		return this.callerTransaction.isOpen();
	}

}
