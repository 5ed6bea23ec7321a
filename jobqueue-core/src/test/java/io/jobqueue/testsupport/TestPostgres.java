package io.jobqueue.testsupport;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The PostgreSQL server that all tests of this JVM share; tests keep apart by the prefix
 * of their tables.
 */
public final class TestPostgres {

	private TestPostgres() {
	}

	/** A pool of the caller's own, which the caller closes. */
	public static HikariDataSource pool(int size) {
		return TestServers.shared(TestBackend.POSTGRESQL).pool(size);
	}

	/** Where it listens. */
	public static int port() {
		return TestServers.shared(TestBackend.POSTGRESQL).port();
	}

}
