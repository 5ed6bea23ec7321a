package io.jobqueue.store.jdbc.access;

import java.sql.Connection;

import io.jobqueue.store.jdbc.dialect.Dialect;
import io.jobqueue.store.jdbc.dialect.Dialects;
import io.jobqueue.store.jdbc.dialect.Platform;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * What the first connection showed. Which database it is can be asked of a connection
 * only, so at first use.
 *
 * @param platform which database it is
 * @param dialect what differs
 * @param own makes a transaction of its own
 */
record Connected(Platform platform, Dialect dialect, OwnTransaction own) {

	/** Ask the database. */
	static Connected by(JdbcTemplate jdbc, JdbcTransactionManager transactions) {
		Connected connected = jdbc.execute((Connection connection) -> {
			Platform platform = Platform.of(connection);
			boolean readCommitted = connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED;
			// Not set where it is the default: that costs round trips each time.
			OwnTransaction own = new OwnTransaction(transactions, readCommitted
					? TransactionDefinition.ISOLATION_DEFAULT : TransactionDefinition.ISOLATION_READ_COMMITTED);
			return new Connected(platform, Dialects.of(platform, platform.bytes(connection)), own);
		});
		if (connected == null) {
			throw new IllegalStateException("The database did not report its product name");
		}
		return connected;
	}

}
