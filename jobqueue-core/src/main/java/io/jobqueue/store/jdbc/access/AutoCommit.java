package io.jobqueue.store.jdbc.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Has each statement be a transaction of its own, which the database ends with its
 * answer: a process that stops to work after it leaves no lock. So rows that several
 * workers share are changed. Whatever transaction the thread is in, it takes no part, and
 * does not keep the connection.
 */
final class AutoCommit {

	private static final Logger logger = LoggerFactory.getLogger(AutoCommit.class);

	private final DataSource dataSource;

	AutoCommit(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/** Do work over a connection that commits each statement. */
	<T> T run(Supplier<T> work) {
		Object before = TransactionSynchronizationManager.unbindResourceIfPossible(this.dataSource);
		try {
			return runAlone(work);
		}
		finally {
			if (before != null) {
				TransactionSynchronizationManager.bindResource(this.dataSource, before);
			}
		}
	}

	private <T> T runAlone(Supplier<T> work) {
		@Nullable Connection connection = null;
		boolean changed = false;
		try {
			connection = this.dataSource.getConnection();
			if (!connection.getAutoCommit()) {
				connection.setAutoCommit(true);
				changed = true;
			}
			return over(connection, work);
		}
		catch (SQLException ex) {
			throw new CannotGetJdbcConnectionException("No connection for a statement", ex);
		}
		finally {
			close(connection, changed);
		}
	}

	private <T> T over(Connection connection, Supplier<T> work) {
		TransactionSynchronizationManager.bindResource(this.dataSource, new ConnectionHolder(connection));
		try {
			return work.get();
		}
		finally {
			TransactionSynchronizationManager.unbindResource(this.dataSource);
		}
	}

	/** Given back as it was. One that is broken cannot be changed, and need not. */
	private static void close(@Nullable Connection connection, boolean changed) {
		try {
			if (connection != null && changed && !connection.isClosed()) {
				connection.setAutoCommit(false);
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection broke before its auto-commit could be restored", ex);
		}
		finally {
			JdbcUtils.closeConnection(connection);
		}
	}

}
