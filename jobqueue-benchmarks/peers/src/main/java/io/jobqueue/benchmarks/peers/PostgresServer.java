package io.jobqueue.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * The process of a durable PostgreSQL server, which has its default settings otherwise.
 */
interface PostgresServer extends AutoCloseable {

	/** A usual server of tests is not durable, this one is. */
	Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on");

	int port();

	@Override
	void close();

	/**
	 * Start a server.
	 * @param binaries the directory with its commands; {@code null} for the server of the
	 * jar
	 */
	static PostgresServer start(@Nullable String binaries) {
		return (binaries != null) ? InstalledPostgres.start(binaries) : ofJar();
	}

	private static PostgresServer ofJar() {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
		DURABLE.forEach(builder::setServerConfig);
		try {
			EmbeddedPostgres server = builder.start();
			return new PostgresServer() {

				@Override
				public int port() {
					return server.getPort();
				}

				@Override
				public void close() {
					try {
						server.close();
					}
					catch (IOException ex) {
						throw new UncheckedIOException("PostgreSQL did not stop", ex);
					}
				}

			};
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start", ex);
		}
	}

}
