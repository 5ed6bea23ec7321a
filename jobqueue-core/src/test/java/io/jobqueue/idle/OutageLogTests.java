package io.jobqueue.idle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.jdbc.TestSchema;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.MariaDbProcess;
import io.jobqueue.testsupport.PostgresProcess;
import io.jobqueue.testsupport.RedisProcess;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a whole application logs while its store is unavailable.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class OutageLogTests {

	private static final int MOST_LINES = 10;

	private static final String POOL = "com.zaxxer.hikari.pool.PoolBase";

	private static final Duration LONG = Duration.ofSeconds(60);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@TempDir
	private Path directory;

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@BeforeEach
	void logAsApplicationsDo() {
		this.logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@AfterEach
	void stop() {
		this.executor.shutdownNow();
	}

	@Test
	void anOutageOfPostgresTakesFewLines(CapturedOutput log) {
		try (PostgresProcess server = new PostgresProcess(this.directory);
				HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:postgresql://localhost:" + server.port() + "/postgres?user=postgres");
			pool.setConnectionTimeout(1000);
			assertFewLines(TestSchema.create(pool).store(), server::stop, server::startAgain, log);
		}
	}

	/** The auto-configuration sets the level of the pool. */
	@Test
	void anOutageOfMariaDbTakesFewLines(CapturedOutput log) {
		this.logging.setLogLevel(POOL, LogLevel.ERROR);
		try (MariaDbProcess server = new MariaDbProcess(this.directory);
				HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:mariadb://127.0.0.1:%d/jobs?user=root".formatted(server.port()));
			pool.setConnectionTimeout(1000);
			assertFewLines(TestSchema.create(pool).store(), server::stop, server::startAgain, log);
		}
		finally {
			this.logging.setLogLevel(POOL, null);
		}
	}

	@Test
	void anOutageOfRedisTakesFewLines(CapturedOutput log) {
		try (RedisProcess server = RedisProcess.server(this.directory)) {
			LettuceConnectionFactory factory = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration("127.0.0.1", server.port()),
					LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
			factory.afterPropertiesSet();
			factory.start();
			assertFewLines(new RedisStoreBackend(factory, "outage"), server::stop, server::startAgain, log);
			factory.destroy();
		}
	}

	/** The worker tries to subscribe to its signals all the time. */
	@Test
	void aStartDuringAnOutageOfRedisTakesFewLines(CapturedOutput log) {
		try (RedisProcess server = RedisProcess.server(this.directory)) {
			LettuceConnectionFactory factory = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration("127.0.0.1", server.port()),
					LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
			factory.afterPropertiesSet();
			factory.start();
			StoreBackend store = new RedisStoreBackend(factory, "outage");
			server.stop();
			int before = log.toString().length();
			try (IdleApplication application = IdleApplication.start("w", "mails", store, this.executor)) {
				assertThat(application).isNotNull();
				Awaitility.await().atMost(LONG).until(() -> store.outage().isUnderWay());
				Awaitility.await().atMost(LONG).during(Duration.ofSeconds(8)).until(() -> store.outage().isUnderWay());
				server.startAgain();
				Awaitility.await().atMost(LONG).until(() -> !store.outage().isUnderWay());
				assertThat(log.toString().substring(before).lines()).filteredOn(OutageLogTests::isWarning)
					.hasSizeLessThanOrEqualTo(MOST_LINES);
			}
			factory.destroy();
		}
	}

	private void assertFewLines(StoreBackend store, Runnable stop, Runnable startAgain, CapturedOutput log) {
		IdleApplication application = IdleApplication.start("w", "mails", store, this.executor);
		try {
			Awaitility.await()
				.atMost(LONG)
				.pollDelay(Duration.ofSeconds(3))
				.until(() -> store.queries().queues().contains("mails"));
			int before = log.toString().length();
			stop.run();
			Awaitility.await().atMost(LONG).until(() -> store.outage().isUnderWay());
			Awaitility.await().atMost(LONG).during(Duration.ofSeconds(8)).until(() -> store.outage().isUnderWay());
			startAgain.run();
			Awaitility.await().atMost(LONG).until(() -> !store.outage().isUnderWay());
			String text = log.toString().substring(before);
			assertThat(text.lines().filter((line) -> line.contains("jobqueue.store.StoreOutage"))).hasSize(2);
			assertThat(text.lines()).filteredOn(OutageLogTests::isWarning).hasSizeLessThanOrEqualTo(MOST_LINES);
			// What the pool and the client log is theirs.
			List<String> lines = text.lines().toList();
			assertThat(lines).filteredOn(OutageLogTests::isOurs).hasSizeLessThanOrEqualTo(4);
			assertThat(IntStream.range(1, lines.size())
				.filter((i) -> isOurs(lines.get(i - 1)) && !lines.get(i).matches("\\d\\d:.*"))).isEmpty();
		}
		finally {
			application.close();
		}
	}

	/** Of any logger. */
	private static boolean isWarning(String line) {
		return line.matches("\\d\\d:\\d\\d.* (WARN|ERROR) .*");
	}

	private static boolean isOurs(String line) {
		return line.matches(".* (INFO|WARN|ERROR) io\\.jobqueue\\..*");
	}

}
