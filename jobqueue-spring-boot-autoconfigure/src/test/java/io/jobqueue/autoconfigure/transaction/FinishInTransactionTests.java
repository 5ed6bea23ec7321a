package io.jobqueue.autoconfigure.transaction;

import java.time.Duration;

import javax.sql.DataSource;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import io.jobqueue.autoconfigure.Contexts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

class FinishInTransactionTests {

	private final ApplicationContextRunner runner = Contexts.withDatabase()
		.withUserConfiguration(Transactions.class, Order.class)
		.withPropertyValues("jobqueue.store=jdbc", "jobqueue.worker.poll-interval=100ms");

	@Test
	void rowOfATransactionalHandlerIsThereOnceWithItsSuccess() {
		this.runner.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table ordered (item varchar(20))");
			assertThat(run(context, "pen").status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(jdbc.queryForObject("select count(*) from ordered", Integer.class)).isOne();
			assertThat(run(context, "fail").status()).isEqualTo(JobStatus.MAX_RETRIES);
			assertThat(jdbc.queryForObject("select count(*) from ordered", Integer.class)).isOne();
			assertThat(run(context, "swallow").error().message()).contains("rollback-only");
			assertThat(jdbc.queryForObject("select count(*) from ordered", Integer.class)).isOne();
		});
	}

	@Test
	void storeOutsideTheDatabaseIsRefused() {
		Contexts.assertFails(Contexts.inMemory().withUserConfiguration(Plain.class),
				"sets 'finishInTransaction', but its success can be part of a transaction only if the jobs are in the "
						+ "database of the application: set 'jobqueue.store=jdbc'");
	}

	@Test
	void applicationWithoutAManagerIsRefused() {
		Contexts.assertFails(this.runner.withUserConfiguration(TwoManagers.class),
				"there is no transaction manager, or several of which none is primary");
	}

	@Test
	void managerOfAnotherDataSourceIsRefused() {
		Contexts.assertFails(this.runner.withUserConfiguration(OtherManager.class),
				"the transaction manager is one of another DataSource than that of the jobs");
	}

	private static JobInfo run(AssertableApplicationContext context, String item) {
		JobId id = context.getBean(JobDispatcher.class).dispatch("order", item);
		return context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(30));
	}

	@JobTask(name = "order", finishInTransaction = true, retry = @Retry(maxRetries = 1, delay = "1ms"))
	static class Order implements JobHandler<String, Void> {

		private final JdbcTemplate jdbc;

		Order(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		@Transactional
		public Void handle(String item, JobContext job) {
			this.jdbc.update("insert into ordered (item) values (?)", item);
			if (item.equals("fail")) {
				throw new IllegalStateException("on purpose");
			}
			if (item.equals("swallow")) {
				org.springframework.transaction.interceptor.TransactionAspectSupport.currentTransactionStatus()
					.setRollbackOnly();
			}
			return null;
		}

	}

	@JobTask(name = "plain", finishInTransaction = true)
	static class Plain implements JobHandler<String, Void> {

		@Override
		public Void handle(String item, JobContext job) {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoManagers {

		@Bean
		PlatformTransactionManager one(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		PlatformTransactionManager other(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherManager {

		@Bean
		PlatformTransactionManager other() {
			return new JdbcTransactionManager(new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).build());
		}

	}

}
