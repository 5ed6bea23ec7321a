package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * An application that saves an order and dispatches its job in one transaction. As a
 * process of its own it places an order and dies just after the commit, or starts again
 * and tells what is left.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OrderApplication {

	@Bean
	WelcomeTasks welcomeTasks() {
		return new WelcomeTasks();
	}

	@Bean
	Orders orders(JdbcTemplate jdbc, JobDispatcher jobs) {
		return new Orders(jdbc, jobs);
	}

	static ConfigurableApplicationContext start(String... properties) {
		SpringApplication application = new SpringApplicationBuilder(OrderApplication.class)
			.web(WebApplicationType.NONE)
			.properties(Map.of("spring.application.admin.enabled", "false"))
			.build();
		ConfigurableApplicationContext context = application.run(properties);
		context.getBean(JdbcTemplate.class)
			.execute("create table if not exists purchase (id varchar(200) primary key, job_id varchar(200))");
		return context;
	}

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = start(args)) {
			if (context.getEnvironment().containsProperty("die")) {
				context.getBean(Orders.class).placeAndDie("order");
			}
			Orders orders = context.getBean(Orders.class);
			Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> orders.inOutbox() == 0);
			System.out.println("orders: %d, jobs: %d".formatted(orders.count(),
					orders.jobsIn(context.getBean(JobExplorer.class))));
		}
	}

	/** Saves orders. */
	static class Orders {

		private final JdbcTemplate jdbc;

		private final JobDispatcher jobs;

		Orders(JdbcTemplate jdbc, JobDispatcher jobs) {
			this.jdbc = jdbc;
			this.jobs = jobs;
		}

		@Transactional
		public void place(String id) {
			save(id);
		}

		@Transactional
		public void placeAndFail(String id) {
			save(id);
			throw new IllegalStateException("The order is refused");
		}

		@Transactional
		public void placeAndDie(String id) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					Runtime.getRuntime().halt(9);
				}

			});
			save(id);
		}

		private void save(String id) {
			this.jdbc.update("insert into purchase values (?, ?)", id, this.jobs.dispatch("welcome", id).value());
		}

		long count() {
			Long orders = this.jdbc.queryForObject("select count(*) from purchase", Long.class);
			return (orders != null) ? orders : 0;
		}

		/** A search could see a job twice that moves on meanwhile. */
		long jobsIn(JobExplorer explorer) {
			return this.jdbc.queryForList("select job_id from purchase", String.class)
				.stream()
				.filter((id) -> explorer.find(new JobId(id)).isPresent())
				.count();
		}

		long inOutbox() {
			Long tables = this.jdbc.queryForObject(
					"select count(*) from information_schema.tables where lower(table_name) = 'jobqueue_outbox'",
					Long.class);
			if (tables == null || tables == 0) {
				return 0;
			}
			Long waiting = this.jdbc.queryForObject("select count(*) from jobqueue_outbox", Long.class);
			return (waiting != null) ? waiting : 0;
		}

	}

}
