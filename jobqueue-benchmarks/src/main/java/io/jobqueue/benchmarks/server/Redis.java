package io.jobqueue.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A separate Redis server and its statistics. */
public final class Redis implements Server {

	/** The number of reads for the statistics themselves. */
	private static final int OWN_READS = 3;

	private final String address;

	private final @Nullable RedisServer server;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private long ownReads;

	/** The server of the jar. */
	public Redis() {
		this(null);
	}

	/**
	 * Start or use a server.
	 * @param which the command that starts it, or host and port of an empty one that is
	 * there; {@code null} for the one of the jar
	 */
	public Redis(@Nullable String which) {
		if (which != null && which.matches(".+:\\d+")) {
			this.server = null;
			this.address = which;
		}
		else {
			this.server = RedisLaunch.launch(which);
			this.address = "127.0.0.1:" + this.server.ports().get(0);
		}
		this.client = RedisClient.create(RedisURI.create("redis://" + this.address));
		this.connection = this.client.connect();
		long keys = this.connection.sync().dbsize();
		if (keys > 0) {
			close();
			throw new IllegalArgumentException(
					"Redis at '%s' has %,d keys, which would be deleted; name an empty one".formatted(which, keys));
		}
	}

	@Override
	public String address() {
		return this.address;
	}

	@Override
	public String description() {
		return "Redis " + info("server").getOrDefault("redis_version", "?")
				+ (info("persistence").getOrDefault("aof_enabled", "0").equals("0") ? " without" : " with")
				+ " append-only file";
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
		return new Work(1e6 * seconds, calls, commands, reads - this.ownReads, 0, 0);
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
		if (this.server == null) {
			return;
		}
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Redis did not stop", ex);
		}
	}

}
