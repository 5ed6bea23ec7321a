package io.jobqueue.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.testsupport.TestBackend;
import io.jobqueue.testsupport.TestServers;

/**
 * Frozen steps on MariaDB and MySQL, which end a session that is idle by a variable of
 * it.
 */
abstract class InnoDbFrozenSteps extends FrozenSteps {

	private final TestBackend backend;

	private final String variable;

	private final String unbounded;

	InnoDbFrozenSteps(TestBackend backend, String variable, String unbounded) {
		this.backend = backend;
		this.variable = variable;
		this.unbounded = unbounded;
	}

	@Override
	HikariDataSource open() {
		return TestServers.shared(this.backend).pool(8);
	}

	@Override
	String lift(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("select @@session." + this.variable)) {
			row.next();
			String bound = row.getString(1);
			set(connection, this.unbounded);
			return bound;
		}
	}

	@Override
	void restore(Connection connection, String bound) throws SQLException {
		set(connection, bound);
	}

	private void set(Connection connection, String bound) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("set session %s = %s".formatted(this.variable, bound));
		}
	}

}
