package io.jobqueue.benchmarks.dashboard;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import redis.embedded.RedisServer;

/**
 * A server of its own on the loopback address, from a jar.
 *
 * @param name the name for the report
 * @param properties how an application uses it
 * @param process stops it
 */
record BenchmarkStore(String name, List<String> properties, Closeable process) implements AutoCloseable {

	/**
	 * It would ask for the URL of a database that an application on Redis does not have.
	 */
	private static final String DATA_SOURCE = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

	static BenchmarkStore start(String name) throws IOException {
		return switch (name) {
			case "redis" -> redis();
			case "postgresql" -> postgres();
			default -> throw new IllegalArgumentException("'" + name + "' is no store: use redis or postgresql");
		};
	}

	private static BenchmarkStore redis() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		RedisServer server = RedisServer.newRedisServer()
			.bind("127.0.0.1")
			.port(port)
			.setting("dir " + Files.createTempDirectory("jobqueue-benchmarks"))
			.setting("save \"\"")
			.setting("appendonly no")
			.build();
		server.start();
		return new BenchmarkStore("redis", List.of("jobqueue.store=redis", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + port, "spring.autoconfigure.exclude=" + DATA_SOURCE), server::stop);
	}

	/** It is durable, as it is by default. */
	private static BenchmarkStore postgres() throws IOException {
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.start();
		return new BenchmarkStore("postgresql", List.of("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
				"spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres")), server);
	}

	@Override
	public void close() throws IOException {
		this.process.close();
	}

}
