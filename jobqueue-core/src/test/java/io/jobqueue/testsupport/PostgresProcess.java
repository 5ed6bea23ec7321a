package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server of one test. {@link TestPostgres} is for tests that only need a
 * server.
 */
public final class PostgresProcess implements DatabaseProcess {

	private final Path data;

	private final int port = TestRedis.freePort();

	private EmbeddedPostgres server;

	/**
	 * Start one.
	 * @param directory where it keeps its data
	 */
	public PostgresProcess(Path directory) {
		this.data = directory.resolve("postgres-" + this.port);
		this.server = launch();
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public void stop() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void kill() {
		Process process = this.server.getProcess();
		ProcessSignals.killWithChildren(process.toHandle());
		// Gives back the lock on the data.
		stop();
	}

	@Override
	public void startAgain() {
		this.server = launch();
	}

	@Override
	public void close() {
		stop();
	}

	private EmbeddedPostgres launch() {
		try {
			return EmbeddedPostgres.builder()
				.setDataDirectory(this.data)
				.setCleanDataDirectory(false)
				.setPort(this.port)
				.setServerConfig("max_connections", "100")
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
