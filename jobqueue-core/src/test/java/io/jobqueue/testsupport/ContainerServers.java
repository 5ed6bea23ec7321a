package io.jobqueue.testsupport;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * Servers as containers, with the settings that those from jars have.
 */
final class ContainerServers {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final List<String> OF_MYSQL = List.of("--max-allowed-packet=16777216", "--max-connections=600",
			"--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve");

	private ContainerServers() {
	}

	/** Why no container can serve, {@code null} if Docker answers on this host. */
	static @Nullable String problem() {
		try {
			if (!DockerClientFactory.instance().isDockerAvailable()) {
				return "Docker does not answer";
			}
			String host = DockerClientFactory.instance().dockerHostIpAddress();
			boolean here = host.equals("localhost") || host.equals("127.0.0.1");
			return here ? null : "Docker runs on another host (%s)".formatted(host);
		}
		catch (RuntimeException ex) {
			return "Docker cannot be used (%s)".formatted(ex.getMessage());
		}
	}

	static RunningServer start(TestBackend backend, String image) {
		GenericContainer<?> container = container(backend, DockerImageName.parse(image));
		container.waitingFor(new Answer(container, backend));
		try {
			container.start();
		}
		catch (RuntimeException ex) {
			container.stop();
			throw ex;
		}
		return new RunningServer(container.getFirstMappedPort(), true, container::stop);
	}

	@SuppressWarnings("resource")
	private static GenericContainer<?> container(TestBackend backend, DockerImageName image) {
		GenericContainer<?> container = new GenericContainer<>(image);
		return switch (backend) {
			case REDIS -> container.withExposedPorts(6379).withCommand("--save", "", "--protected-mode", "no");
			case POSTGRESQL -> container.withExposedPorts(5432)
				.withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")
				.withCommand("postgres", "-c", "max_connections=200", "-c", "synchronous_commit=off");
			case MARIADB -> container.withExposedPorts(3306)
				.withEnv("MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", "true")
				.withEnv("MARIADB_DATABASE", "jobs")
				.withCommand(OF_MYSQL.toArray(String[]::new));
			case MYSQL -> container.withExposedPorts(3306)
				.withEnv("MYSQL_ALLOW_EMPTY_PASSWORD", "true")
				.withEnv("MYSQL_DATABASE", "jobs")
				.withCommand(OF_MYSQL.toArray(String[]::new));
		};
	}

	/** A port is open before its server serves, so it is asked. */
	private static final class Answer extends AbstractWaitStrategy {

		private final GenericContainer<?> container;

		private final TestBackend backend;

		private Answer(GenericContainer<?> container, TestBackend backend) {
			this.container = container;
			this.backend = backend;
		}

		@Override
		protected void waitUntilReady() {
			int port = this.container.getFirstMappedPort();
			ThrowingRunnable question = (this.backend == TestBackend.REDIS) ? () -> ping(port) : () -> connect(port);
			Awaitility.await()
				.atMost(PATIENCE)
				.ignoreExceptions()
				.failFast("The container has ended", () -> !this.container.isRunning())
				.untilAsserted(question);
		}

		private static void ping(int port) {
			try (RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", port));
					StatefulRedisConnection<String, String> connection = client.connect()) {
				connection.sync().ping();
			}
		}

		private void connect(int port) throws Exception {
			DriverManager.getConnection(TestDatabases.url(this.backend, port), TestDatabases.user(this.backend), "")
				.close();
		}

	}

}
