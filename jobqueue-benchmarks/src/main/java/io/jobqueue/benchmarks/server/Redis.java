package io.jobqueue.benchmarks.server;

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

/** A separate Redis server and its statistics. */
public final class Redis implements Server {

	/** The number of reads for the statistics themselves. */
	private static final int OWN_READS = 3;

	private final int port;

	private final RedisServer server;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private long ownReads;

	public Redis() {
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

	@Override
	public String address() {
		return "127.0.0.1:" + this.port;
	}

	@Override
	public String description() {
		return "Redis " + info("server").getOrDefault("redis_version", "?") + " without append-only file";
	}

	@Override
	public void empty() {
		this.connection.sync().flushall();
	}

	@Override
	public long memory() {
		return Long.parseLong(info("memory").getOrDefault("used_memory", "0"));
	}

	@Override
	public Work work(Set<String> ownCommands) {
		Map<String, String> cpu = info("cpu");
		double seconds = Double.parseDouble(cpu.getOrDefault("used_cpu_sys", "0"))
				+ Double.parseDouble(cpu.getOrDefault("used_cpu_user", "0"));
		long calls = 0;
		long commands = 0;
		for (Map.Entry<String, String> entry : info("commandstats").entrySet()) {
			String command = entry.getKey().substring("cmdstat_".length());
			long count = Long.parseLong(entry.getValue(), "calls=".length(), entry.getValue().indexOf(','), 10);
			commands += command.equals("info") ? 0 : count;
			calls += ownCommands.contains(command) ? count : 0;
		}
		long reads = Long.parseLong(info("stats").getOrDefault("total_reads_processed", "0"));
		this.ownReads += OWN_READS;
		return new Work(1e6 * seconds, calls, commands, reads - this.ownReads);
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
