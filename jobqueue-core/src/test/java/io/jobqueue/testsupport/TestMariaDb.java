package io.jobqueue.testsupport;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The MariaDB server that all tests of this JVM share, with a database {@code jobs};
 * tests keep apart by the prefix of their tables.
 */
public final class TestMariaDb {

	private TestMariaDb() {
	}

	/** A pool of the caller's own, which the caller closes. */
	public static HikariDataSource pool(int size) {
		return TestServers.shared(TestBackend.MARIADB).pool(size);
	}

	/** Where it listens. */
	public static int port() {
		return TestServers.shared(TestBackend.MARIADB).port();
	}

}
