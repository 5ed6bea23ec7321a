package io.jobqueue.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** Starts a Redis server on a free port of the loopback address, without files. */
final class RedisLaunch {

	private RedisLaunch() {
	}

	/**
	 * Start a server.
	 * @param command the file to run, also one on the path of commands; {@code null} for
	 * the one of the jar
	 */
	static RedisServer launch(@Nullable String command) {
		int port = freePort();
		try {
			Path directory = Files.createTempDirectory("jobqueue-benchmarks");
			directory.toFile().deleteOnExit();
			RedisServer server = RedisServer.newRedisServer()
				.executableProvider(executable(command))
				.bind("127.0.0.1")
				.port(port)
				.setting("dir " + directory)
				.setting("save \"\"")
				.setting("appendonly no")
				.build();
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Redis did not start on port " + port, ex);
		}
	}

	private static ExecutableProvider executable(@Nullable String command) throws IOException {
		if (command == null) {
			return ExecutableProvider.newJarResourceProvider();
		}
		return command.contains(File.separator) ? () -> new File(command)
				: ExecutableProvider.newExecutableInPath(command);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There is no free port for Redis", ex);
		}
	}

}
