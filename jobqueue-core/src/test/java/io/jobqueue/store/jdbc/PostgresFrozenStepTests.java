package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.jobqueue.testsupport.TestPostgres;

import com.zaxxer.hikari.HikariDataSource;

import org.junit.jupiter.api.Tag;

@Tag("process")
class PostgresFrozenStepTests extends FrozenSteps {

	@Override
	HikariDataSource open() {
		return TestPostgres.pool(8);
	}

	@Override
	String lift(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("show idle_in_transaction_session_timeout")) {
			row.next();
			String bound = row.getString(1);
			statement.execute("set idle_in_transaction_session_timeout = 0");
			return bound;
		}
	}

	@Override
	void restore(Connection connection, String bound) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("set idle_in_transaction_session_timeout = '" + bound + "'");
		}
	}

}
