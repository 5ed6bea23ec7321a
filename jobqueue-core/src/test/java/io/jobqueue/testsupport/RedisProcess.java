package io.jobqueue.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * A Redis server, or a Sentinel, as a process that tests may kill, freeze and start again
 * with the data it had. {@link TestRedis} is for tests that only need a server.
 */
public final class RedisProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final int port;

	private final Path directory;

	private final List<String> mode;

	private Process process;

	private RedisProcess(Path directory, int port, List<String> settings, List<String> mode) {
		this.port = port;
		this.directory = directory;
		this.mode = mode;
		List<String> lines = new ArrayList<>(List.of("bind 127.0.0.1", "port " + port, "dir " + directory));
		lines.addAll(settings);
		try {
			Files.createDirectories(directory);
			Files.write(configuration(), lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.process = launch();
	}

	/**
	 * Start a server.
	 * @param directory where it keeps its data
	 * @param settings lines of {@code redis.conf}; without any it keeps nothing
	 */
	public static RedisProcess server(Path directory, String... settings) {
		List<String> lines = new ArrayList<>(List.of("save \"\""));
		lines.addAll(List.of(settings));
		int port = TestRedis.freePort();
		return new RedisProcess(directory.resolve("redis-" + port), port, lines, List.of());
	}

	/** Start a Sentinel with lines of {@code sentinel.conf}. */
	public static RedisProcess sentinel(Path directory, String... settings) {
		int port = TestRedis.freePort();
		return new RedisProcess(directory.resolve("sentinel-" + port), port, List.of(settings), List.of("--sentinel"));
	}

	public int port() {
		return this.port;
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** As {@code kill -9}. */
	public void kill() {
		this.process.destroyForcibly();
		awaitExit();
	}

	/** As a restart of the service does: what is to be saved is saved. */
	public void stop() {
		this.process.destroy();
		awaitExit();
	}

	public void freeze() {
		ProcessSignals.freeze(this.process);
	}

	public void thaw() {
		ProcessSignals.thaw(this.process);
	}

	/** Start it on the same port with the data it left; answers when it serves. */
	public void startAgain() {
		this.process = launch();
	}

	/** Send one command, on a connection of its own. */
	public <T> T ask(Question<T> question) {
		RedisURI address = RedisURI.builder().withHost("127.0.0.1").withPort(this.port).build();
		try (RedisClient client = RedisClient.create(address);
				StatefulRedisConnection<String, String> connection = client.connect()) {
			return question.ask(connection.sync());
		}
	}

	@Override
	public void close() {
		// A frozen process cannot be ended otherwise.
		this.process.destroyForcibly();
		awaitExit();
	}

	private Process launch() {
		Processes.require();
		List<String> command = new ArrayList<>(List.of(Binary.FILE.toString(), configuration().toString()));
		command.addAll(this.mode);
		try {
			Process launched = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
				.start();
			Awaitility.await()
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(20))
				.ignoreExceptions()
				.until(() -> "PONG".equals(ask(RedisCommands::ping)));
			return launched;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitExit() {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> !this.process.isAlive());
	}

	private Path configuration() {
		return this.directory.resolve("redis.conf");
	}

	/** What to ask a server. */
	@FunctionalInterface
	public interface Question<T> {

		T ask(RedisCommands<String, String> commands);

	}

	/** The server that the jar brings, unpacked once. */
	private static final class Binary {

		private static final File FILE = unpack();

		private static File unpack() {
			try {
				return ExecutableProvider.newJarResourceProvider().get();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
