package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL server on a free port of the loopback address, one for the whole JVM;
 * tests keep apart by the prefix of their tables. It ends with the JVM.
 */
public final class TestPostgres {

	private TestPostgres() {
	}

	/** A pool of the caller's own, which the caller closes. */
	public static HikariDataSource pool(int size) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(Shared.SERVER.getJdbcUrl("postgres", "postgres"));
		pool.setMaximumPoolSize(size);
		return pool;
	}

	/** Where it listens. */
	public static int port() {
		return Shared.SERVER.getPort();
	}

	private static final class Shared {

		private static final EmbeddedPostgres SERVER = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("max_connections", "200")
					.setServerConfig("synchronous_commit", "off")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
