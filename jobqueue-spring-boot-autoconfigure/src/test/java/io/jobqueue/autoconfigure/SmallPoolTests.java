package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.testsupport.TestMariaDb;
import io.jobqueue.testsupport.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker, its maintenance and handlers with transactions, which share a pool of one or
 * two connections.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class SmallPoolTests {

	private static final int JOBS = 30;

	@ParameterizedTest
	@MethodSource("pools")
	void allGoesOn(String database, int size, CapturedOutput output) {
		runner(database, size).run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobOperator operator = context.getBean(JobOperator.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			JobId alone = jobs.dispatch("first", "alone");
			explorer.await(alone, Duration.ofSeconds(30));
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(
					(status) -> IntStream.range(0, JOBS).forEach((i) -> jobs.dispatch("first", "job " + i)));
			operator.pause("other");
			operator.resume("other");
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> explorer.count(JobQuery.all().withStatus(JobStatus.SUCCESS)) == 2 * (JOBS + 1));
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("select count(*) from small", Long.class))
				.isEqualTo(JOBS + 1);
		});
		assertThat(output).doesNotContain("The store is unavailable", "Connection is not available");
		assertThat(output.toString().lines().filter((line) -> line.contains("too few to keep one for notifications")))
			.hasSize(database.equals("postgresql") ? 1 : 0)
			.allSatisfy((line) -> assertThat(line).contains(" WARN ", "'jobqueue.jdbc.notifications=false'",
					"'spring.datasource.hikari.maximum-pool-size'"));
	}

	@Test
	void aPoolThatIsLargeEnoughListens(CapturedOutput output) {
		runner("postgresql", 3).run((context) -> Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> context.getBean(JdbcTemplate.class)
				.queryForObject("select count(*) from pg_stat_activity where application_name = 'small' and query like "
						+ "'listen %'", Long.class) == 1));
		assertThat(output).doesNotContain("too few");
	}

	private static Stream<Arguments> pools() {
		return Stream.of("postgresql", "mariadb", "h2")
			.flatMap((database) -> Stream.of(1, 2).map((size) -> Arguments.of(database, size)));
	}

	private static ApplicationContextRunner runner(String database, int size) {
		try (HikariDataSource server = server(database)) {
			// One that waits for longer than this for a connection would fail.
			return Contexts.withDatabase()
				.withBean(TwoSteps.class)
				.withPropertyValues("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
						"jobqueue.jdbc.table-prefix=small_%s_%d_".formatted(database, size),
						"spring.datasource.url=" + server.getJdbcUrl(),
						"spring.datasource.username=" + (database.equals("mariadb") ? "root" : ""),
						"spring.datasource.hikari.maximum-pool-size=" + size,
						"spring.datasource.hikari.connection-timeout=5000",
						"spring.datasource.generate-unique-name=false");
		}
	}

	private static HikariDataSource server(String database) {
		HikariDataSource pool = switch (database) {
			case "postgresql" -> TestPostgres.pool(1);
			case "mariadb" -> TestMariaDb.pool(1);
			default -> new HikariDataSource();
		};
		if (database.equals("h2")) {
			pool.setJdbcUrl("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		}
		if (database.equals("postgresql")) {
			pool.setJdbcUrl(pool.getJdbcUrl() + "&ApplicationName=small");
		}
		return pool;
	}

	/** Each job writes a row and dispatches another job, in one transaction. */
	static class TwoSteps {

		private final JdbcTemplate jdbc;

		private final TransactionTemplate transactions;

		private final JobDispatcher jobs;

		TwoSteps(JdbcTemplate jdbc, PlatformTransactionManager manager, JobDispatcher jobs) {
			this.jdbc = jdbc;
			this.transactions = new TransactionTemplate(manager);
			this.jobs = jobs;
			List.of("drop table if exists small", "create table small (name varchar(50))").forEach(jdbc::execute);
		}

		@JobTask(name = "first")
		public void first(String name) {
			this.transactions.executeWithoutResult((status) -> {
				this.jdbc.update("insert into small values (?)", name);
				this.jobs.dispatch("second", name);
			});
		}

		@JobTask(name = "second")
		public String second(String name) {
			return name;
		}

	}

}
