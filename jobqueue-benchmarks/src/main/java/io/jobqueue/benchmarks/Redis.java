package io.jobqueue.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import redis.embedded.RedisServer;

/**
 * A Redis server of its own, and what it says of its work.
 */
final class Redis implements AutoCloseable {

	private final int port;

	private final RedisServer server;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	Redis() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("There is no free port for Redis", ex);
		}
		this.server = launch(this.port);
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", this.port));
		this.connection = this.client.connect();
	}

	private static RedisServer launch(int port) {
		try {
			RedisServer server = RedisServer.newRedisServer()
				.bind("127.0.0.1")
				.port(port)
				.setting("dir " + Files.createTempDirectory("jobqueue-benchmarks"))
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

	int port() {
		return this.port;
	}

	void empty() {
		this.connection.sync().flushall();
	}

	String version() {
		return info("server").getOrDefault("redis_version", "?");
	}

	long memory() {
		return Long.parseLong(info("memory").getOrDefault("used_memory", "0"));
	}

	double cpuMicros() {
		Map<String, String> cpu = info("cpu");
		return 1e6 * (Double.parseDouble(cpu.getOrDefault("used_cpu_sys", "0"))
				+ Double.parseDouble(cpu.getOrDefault("used_cpu_user", "0")));
	}

	/** How often these commands were called. */
	long calls(Set<String> commands) {
		return commands.stream().mapToLong((command) -> calls().getOrDefault(command, 0L)).sum();
	}

	/** How often each command was called, by clients or by scripts. */
	Map<String, Long> calls() {
		Map<String, Long> calls = new TreeMap<>();
		info("commandstats").forEach((name, value) -> {
			String command = name.substring("cmdstat_".length());
			if (!command.equals("info") && !command.equals("flushall")) {
				calls.put(command, Long.valueOf(value.substring("calls=".length(), value.indexOf(','))));
			}
		});
		return calls;
	}

	private Map<String, String> info(String section) {
		Map<String, String> values = new TreeMap<>();
		this.connection.sync().info(section).lines().filter((line) -> line.contains(":")).forEach((line) -> {
			int colon = line.indexOf(':');
			values.put(line.substring(0, colon), line.substring(colon + 1));
		});
		return values;
	}

	@Override
	public void close() {
		this.connection.close();
		this.client.shutdown();
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Redis did not stop", ex);
		}
	}

}
