package io.jobqueue.autoconfigure.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobQuery;
import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.JobQueueDataSource;
import io.jobqueue.autoconfigure.WelcomeTasks;
import io.jobqueue.autoconfigure.jdbc.JobQueueSchemaInitializer;
import io.jobqueue.outbox.OutboxRelay;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxAutoConfigurationTests {

	private final ApplicationContextRunner runner = Contexts.withDatabase()
		.withBean(WelcomeTasks.class)
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("jobqueue.store=memory", "jobqueue.dispatch.outbox=true",
				"jobqueue.worker.poll-interval=10m");

	@Test
	void jobsArePartOfTheTransactionAndRelayedAfterIt() {
		this.runner.run((context) -> {
			List<JobId> ids = new ArrayList<>();
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			transaction(context).executeWithoutResult((status) -> {
				ids.add(jobs.dispatch("welcome", "rolled back"));
				status.setRollbackOnly();
			});
			transaction(context).executeWithoutResult((status) -> {
				ids.add(jobs.dispatch("welcome", "Ada"));
				assertThat(rows(context, "jobqueue_outbox")).isOne();
			});
			Awaitility.await().untilAsserted(() -> assertThat(statuses(context)).containsExactly(JobStatus.SUCCESS));
			assertThat(context.getBean(JobExplorer.class).find(ids.get(0))).isEmpty();
			assertThat(context.getBean(MeterRegistry.class).get("jobqueue.jobs.dispatched").counter().count()).isOne();
			Awaitility.await().untilAsserted(() -> assertThat(rows(context, "jobqueue_outbox")).isZero());
		});
	}

	@Test
	void jobsOutsideATransactionAreRelayedAsWell() {
		this.runner.run((context) -> {
			context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			Awaitility.await().untilAsserted(() -> assertThat(statuses(context)).containsExactly(JobStatus.SUCCESS));
		});
	}

	@Test
	void applicationThatOnlyDispatchesRelaysToo() {
		this.runner.withPropertyValues("jobqueue.worker.enabled=false").run((context) -> {
			context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			Awaitility.await().untilAsserted(() -> assertThat(statuses(context)).containsExactly(JobStatus.QUEUED));
		});
	}

	@Test
	void tablesHaveThePrefix() {
		this.runner.withPropertyValues("jobqueue.jdbc.table-prefix=acme_")
			.run((context) -> assertThat(rows(context, "acme_outbox")).isZero());
	}

	@Test
	void dataSourceOfItsOwnIsUsed() {
		this.runner.withUserConfiguration(OwnDataSource.class)
			.withPropertyValues("jobqueue.worker.enabled=false")
			.run((context) -> {
				JdbcTemplate own = new JdbcTemplate(context.getBean("jobs", DataSource.class));
				transaction(context).executeWithoutResult((status) -> {
					context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
					// The transaction is of another DataSource, so this waits for its
					// end.
					assertThat(own.queryForObject("select count(*) from jobqueue_outbox", Integer.class)).isZero();
				});
				Awaitility.await().untilAsserted(() -> assertThat(statuses(context)).containsExactly(JobStatus.QUEUED));
			});
	}

	@Test
	void thereIsNoOutboxUnlessAskedFor() {
		Contexts.withDatabase()
			.withPropertyValues("jobqueue.store=memory")
			.run((context) -> assertThat(context).doesNotHaveBean(OutboxRelay.class)
				.doesNotHaveBean(JobQueueSchemaInitializer.class));
	}

	private static TransactionTemplate transaction(AssertableApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static List<JobStatus> statuses(AssertableApplicationContext context) {
		return context.getBean(JobExplorer.class)
			.search(JobQuery.all())
			.jobs()
			.stream()
			.map((job) -> job.status())
			.toList();
	}

	private static Integer rows(AssertableApplicationContext context, String table) {
		return context.getBean(JdbcTemplate.class).queryForObject("select count(*) from " + table, Integer.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDataSource {

		@Bean(defaultCandidate = false)
		@JobQueueDataSource
		DataSource jobs() {
			return new DriverManagerDataSource("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		}

	}

}
