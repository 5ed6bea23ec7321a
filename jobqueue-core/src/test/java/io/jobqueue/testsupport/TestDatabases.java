package io.jobqueue.testsupport;

/**
 * How the databases of tests are reached: as their administrator, without a password.
 */
final class TestDatabases {

	private TestDatabases() {
	}

	static String url(TestBackend backend, int port) {
		return switch (backend) {
			case POSTGRESQL -> "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(port);
			case MARIADB -> "jdbc:mariadb://127.0.0.1:%d/jobs".formatted(port);
			case MYSQL -> "jdbc:mysql://127.0.0.1:%d/jobs?allowPublicKeyRetrieval=true".formatted(port);
			case REDIS -> throw new IllegalArgumentException("Redis is no database of JDBC");
		};
	}

	static String user(TestBackend backend) {
		return (backend == TestBackend.POSTGRESQL) ? "postgres" : "root";
	}

}
