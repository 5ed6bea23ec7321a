package io.jobqueue.store.jdbc.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.dialect.BatchBytes;
import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.dialect.Dialects;
import io.jobqueue.store.jdbc.dialect.Platform;
import io.jobqueue.store.jdbc.dialect.StepBounds;
import io.jobqueue.store.jdbc.schema.SqlErrors;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction that the calling thread is in, as far as it is one of this DataSource:
 * what is written over {@link DataSourceUtils} then commits and rolls back with it. Safe
 * for use by many threads.
 */
public final class CallerTransaction {

	private final DataSource dataSource;

	private final Consumer<Set<String>> committed;

	private final KnownTransactions known;

	private final OwnTransaction own;

	private final JdbcTemplate jdbc;

	private volatile @Nullable Dialect dialect;

	/**
	 * Look for the transactions of a DataSource.
	 * @param dataSource the DataSource
	 * @param committed called after each commit, once, on the same thread, with the
	 * queues that were given to {@link #joined}; the connection of the transaction is
	 * then still taken
	 */
	public CallerTransaction(DataSource dataSource, Consumer<Set<String>> committed) {
		this.dataSource = target(dataSource);
		this.committed = committed;
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.known = new KnownTransactions(this.dataSource);
		this.own = new OwnTransaction(this.known, TransactionDefinition.ISOLATION_DEFAULT);
	}

	static DataSource target(DataSource dataSource) {
		DataSource target = (dataSource instanceof TransactionAwareDataSourceProxy proxy) ? proxy.getTargetDataSource()
				: null;
		return (target != null) ? target : dataSource;
	}

	/**
	 * Whether a write of this thread now would be part of a transaction of the caller.
	 * One that is read-only is none to write in. A connection that Spring shares for the
	 * length of another manager's transaction is bound just the same, but that manager
	 * does not commit it: it commits each statement, or its pool rolls it back.
	 * @throws StoreUnavailableException if the bound connection is broken
	 */
	public boolean isOpen() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive()
				&& !TransactionSynchronizationManager.isCurrentTransactionReadOnly()
				&& TransactionSynchronizationManager.hasResource(this.dataSource) && this.known.hasManager()
				&& !commitsByItself();
	}

	/**
	 * Do something in a transaction of its own, which has ended when this returns,
	 * whatever transaction the thread is in.
	 */
	public <T extends @Nullable Object> T own(Supplier<T> work) {
		return outside(this.dataSource, () -> this.own.execute(work));
	}

	/**
	 * Write in the open transaction. If that fails, the transaction cannot be committed
	 * any more, so that half of what was to be written is not there either.
	 */
	public void write(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException | Error ex) {
			RollbackOnly.mark(this.dataSource);
			throw ex;
		}
	}

	/**
	 * Do something of one statement, which commits by itself, whatever transaction the
	 * thread is in. A process that stops to work afterwards leaves no lock.
	 */
	public <T> T alone(Supplier<T> work) {
		return new AutoCommit(this.dataSource).run(work);
	}

	/** Do something that begins a transaction of its own with a manager of ours. */
	static <T extends @Nullable Object> T outside(DataSource dataSource, Supplier<T> work) {
		Object foreign = unbindForeign(dataSource);
		try {
			return work.get();
		}
		finally {
			if (foreign != null) {
				TransactionSynchronizationManager.bindResource(dataSource, foreign);
			}
		}
	}

	/** The same for something without a result. */
	public void own(Runnable work) {
		own(() -> {
			work.run();
			return null;
		});
	}

	/**
	 * As {@link #own(Runnable)}, in a transaction that leaves no lock if this process
	 * stops in it: the database ends it when it gets no statement for the time that
	 * {@link StepBounds} says.
	 */
	public void ownBounded(Runnable work) {
		own(() -> {
			Dialect known = dialect();
			known.sessionBounds().ifPresent((bounds) -> StepBounds.set(bounds, this.jdbc));
			this.jdbc.queryForObject("select " + known.settings(), String.class);
			work.run();
		});
	}

	/** Which database it is can be asked of a connection only, so at first use. */
	private Dialect dialect() {
		Dialect known = this.dialect;
		if (known == null) {
			known = Dialects.of(Objects.requireNonNull(this.jdbc.execute(Platform::of)), BatchBytes.UNLIMITED);
			this.dialect = known;
		}
		return known;
	}

	/**
	 * Another transaction manager, such as that of JPA, exposes its connection to JDBC.
	 * Ours cannot suspend it: it would use the connection as its own and commit the work
	 * of the other one.
	 */
	private static @Nullable Object unbindForeign(DataSource dataSource) {
		boolean foreign = TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder holder
				&& !holder.isSynchronizedWithTransaction();
		return foreign ? TransactionSynchronizationManager.unbindResource(dataSource) : null;
	}

	/**
	 * Note that something was written in the open transaction.
	 * @param queues the queues with new jobs
	 */
	public void joined(Collection<String> queues) {
		writes().joined(queues);
	}

	/**
	 * Do something after the commit of the open transaction, on the same thread, and
	 * never if it is not committed.
	 * @param work must not throw
	 */
	public void afterCommit(Runnable work) {
		writes().afterCommit(work);
	}

	private CallerWrites writes() {
		return CallerWrites.current(this, this.dataSource, this.committed);
	}

	private boolean commitsByItself() {
		@Nullable Connection connection = null;
		try {
			connection = DataSourceUtils.doGetConnection(this.dataSource);
			return connection.getAutoCommit();
		}
		catch (SQLException ex) {
			SQLException safe = SqlErrors.safe(ex);
			throw new StoreUnavailableException("The connection of the transaction is broken: " + safe.getMessage(),
					safe, true);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

}
