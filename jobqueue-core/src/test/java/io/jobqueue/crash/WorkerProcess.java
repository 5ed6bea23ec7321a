package io.jobqueue.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jobqueue.testsupport.ProcessSignals;

/**
 * A worker in a JVM of its own, started on the class path of the tests.
 */
final class WorkerProcess implements AutoCloseable {

	private final String id;

	private final Process process;

	private final Path log;

	private WorkerProcess(String id, Process process, Path log) {
		this.id = id;
		this.process = process;
		this.log = log;
	}

	static WorkerProcess start(String id, WorkerSettings settings) {
		return start(id, Path.of(settings.ledger()), WorkerMain.class, id, settings.toText());
	}

	/**
	 * Start any process that writes into a ledger.
	 * @param main its main class
	 * @param arguments what it is told
	 */
	static WorkerProcess start(String id, Path ledger, Class<?> main, String... arguments) {
		Path log = ledger.resolveSibling(id + ".log");
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
				"-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		String logging = System.getProperty("logback.configurationFile");
		if (logging != null) {
			command.add("-Dlogback.configurationFile=" + logging);
		}
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			return new WorkerProcess(id, process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String id() {
		return this.id;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/** As {@code kill -9}. */
	void kill() {
		this.process.destroyForcibly();
	}

	/** SIGTERM: as a deployment does. */
	void terminate() {
		this.process.destroy();
	}

	void freeze() {
		ProcessSignals.freeze(this.process);
	}

	void thaw() {
		ProcessSignals.thaw(this.process);
	}

	boolean awaitExit(Duration timeout) throws InterruptedException {
		return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** What it has said. */
	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
