package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.jobqueue.testsupport.TestMariaDb;

import com.zaxxer.hikari.HikariDataSource;

class MariaDbFrozenStepTests extends FrozenSteps {

	@Override
	HikariDataSource open() {
		return TestMariaDb.pool(8);
	}

	@Override
	String lift(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("select @@session.idle_transaction_timeout")) {
			row.next();
			String bound = row.getString(1);
			statement.execute("set session idle_transaction_timeout = 0");
			return bound;
		}
	}

	@Override
	void restore(Connection connection, String bound) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("set session idle_transaction_timeout = " + bound);
		}
	}

}
