package io.jobqueue.crash;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Where a database is, as an address such as
 * {@code mariadb://127.0.0.1:3306/PT2S/tables_}.
 *
 * @param kind {@code postgresql} or {@code mariadb}
 * @param port of the server, on the loopback address
 * @param timeout how long an answer, or a free connection, may take; zero for what an
 * application has that says nothing: no limit for the one, 30 s for the other
 * @param tablePrefix what the names of the tables of the store begin with
 */
record DatabaseAddress(String kind, int port, Duration timeout, String tablePrefix) {

	static final String POSTGRES = "postgresql";

	static final String MARIADB = "mariadb";

	/** The smallest that the pool takes. */
	private static final long SHORTEST_TIMEOUT = 250;

	/** A store of its own on a server. */
	static DatabaseAddress of(String kind, int port) {
		String prefix = "b" + UUID.randomUUID().toString().replace("-", "") + "_";
		return new DatabaseAddress(kind, port, Duration.ZERO, prefix);
	}

	static DatabaseAddress parse(URI uri) {
		String[] path = uri.getPath().split("/");
		return new DatabaseAddress(uri.getScheme(), uri.getPort(), Duration.parse(path[1]), path[2]);
	}

	DatabaseAddress withPort(int port) {
		return new DatabaseAddress(this.kind, port, this.timeout, this.tablePrefix);
	}

	DatabaseAddress withTimeout(Duration timeout) {
		return new DatabaseAddress(this.kind, this.port, timeout, this.tablePrefix);
	}

	@Override
	public String toString() {
		return "%s://127.0.0.1:%d/%s/%s".formatted(this.kind, this.port, this.timeout, this.tablePrefix);
	}

	/** The pool of an application. */
	HikariDataSource connect() {
		HikariDataSource pool = new HikariDataSource();
		boolean postgres = this.kind.equals(POSTGRES);
		pool.setJdbcUrl("jdbc:%s://127.0.0.1:%d/%s".formatted(this.kind, this.port, postgres ? "postgres" : "jobs"));
		pool.setUsername(postgres ? "postgres" : "root");
		pool.setPassword("");
		if (!this.timeout.isZero()) {
			// One driver counts in seconds, the other one in milliseconds; neither takes
			// numbers.
			String limit = String.valueOf(postgres ? this.timeout.toSeconds() : this.timeout.toMillis());
			pool.addDataSourceProperty("socketTimeout", limit);
			pool.addDataSourceProperty("connectTimeout", limit);
			pool.setConnectionTimeout(this.timeout.toMillis());
			pool.setValidationTimeout(Math.max(SHORTEST_TIMEOUT, this.timeout.toMillis() / 2));
		}
		// A server that is away when the application starts is none of the pool's
		// business.
		pool.setInitializationFailTimeout(-1);
		return pool;
	}

}
