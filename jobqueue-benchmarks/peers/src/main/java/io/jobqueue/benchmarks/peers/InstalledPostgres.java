package io.jobqueue.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.jobqueue.benchmarks.contender.Pause;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL as it is installed on this machine, with data in a temporary directory. It
 * listens on the loopback address only. It refuses to run as root, so root runs it in a
 * user namespace without rights, as the server of the jar does.
 */
final class InstalledPostgres implements PostgresServer {

	private static final int LONGEST_SECONDS = 60;

	private final int port;

	private final Path directory;

	private final Process process;

	private InstalledPostgres(int port, Path directory, Process process) {
		this.port = port;
		this.directory = directory;
		this.process = process;
	}

	static InstalledPostgres start(String binaries) {
		try {
			Path directory = Files.createTempDirectory("jobqueue-benchmarks");
			Path log = directory.resolve("log");
			String data = directory.resolve("data").toString();
			Process initdb = run(log, binaries, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF-8");
			if (initdb.waitFor() != 0) {
				throw new IllegalStateException("initdb failed:\n" + Files.readString(log));
			}
			int port = freePort();
			Process postgres = run(log, binaries, "postgres", arguments(data, port));
			Runtime.getRuntime().addShutdownHook(new Thread(postgres::destroy, "postgres-shutdown"));
			InstalledPostgres server = new InstalledPostgres(port, directory, postgres);
			server.awaitStart(log);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL of '%s' did not start".formatted(binaries), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while PostgreSQL started", ex);
		}
	}

	private static String[] arguments(String data, int port) {
		List<String> arguments = new ArrayList<>(List.of("-D", data, "-p", Integer.toString(port), "-c",
				"listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
		DURABLE.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
		return arguments.toArray(String[]::new);
	}

	private static Process run(Path log, String binaries, String command, String... arguments) throws IOException {
		List<String> line = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
		line.add(Path.of(binaries, command).toString());
		line.addAll(List.of(arguments));
		return new ProcessBuilder(line).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitStart(Path log) throws IOException {
		long start = System.nanoTime();
		while (!Files.readString(log).contains("database system is ready to accept connections")) {
			if (!this.process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
				String text = Files.readString(log);
				close();
				throw new IllegalStateException("PostgreSQL did not start:\n" + text);
			}
			Pause.of(Duration.ofMillis(50));
		}
	}

	@Override
	public int port() {
		return this.port;
	}

	/** SIGTERM is a smart shutdown, which ends when clients have gone. */
	@Override
	public void close() {
		try {
			this.process.destroy();
			if (!this.process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The data of PostgreSQL could not be deleted", ex);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
