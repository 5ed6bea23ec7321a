package io.jobqueue.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobHandler;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.testsupport.TestRedis;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application says and does where a newer release wrote the store.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("process")
class NewerReleaseTests {

	private final String namespace = TestRedis.namespace();

	@Test
	void aNamespaceOfANewerFormatEndsTheStart(CapturedOutput output) {
		set(this.namespace + ":format", "2");
		assertThatException().isThrownBy(onRedis()::run);
		assertThat(output).contains("This release of jobqueue must not use the store")
			.contains("The keys of namespace '" + this.namespace + "' in Redis have format 2")
			.contains("this release of jobqueue reads format 1 and older")
			.contains("Update jobqueue in this application");
	}

	@Test
	void tablesOfANewerReleaseEndTheStart(CapturedOutput output) {
		DriverManagerDataSource database = new DriverManagerDataSource("jdbc:h2:mem:newer;DB_CLOSE_DELAY=-1", "sa", "");
		JdbcSchema.of(database, JdbcSchema.DEFAULT_PREFIX).createMissing(database);
		new JdbcTemplate(database)
			.update("insert into jobqueue_schema_version (part, version, compatible_with) values ('store', 7, 7)");
		for (String mode : new String[] { "never", "always" }) {
			SpringApplication spring = spring("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=" + mode,
					"spring.datasource.url=jdbc:h2:mem:newer", "spring.datasource.username=sa");
			assertThatException().isThrownBy(spring::run);
		}
		assertThat(output.toString().split("This release of jobqueue must not use the store")).hasSize(3);
		assertThat(output).contains("schema version 7").contains("knows version 7");
	}

	@Test
	void aQueueThatNeedsANewerReleaseIsLoggedOnceAndAHealthDetail(CapturedOutput output) {
		try (var application = onRedis().run()) {
			application.getBean(JobDispatcher.class).dispatch(Greet.class, "first");
			JobExplorer explorer = application.getBean(JobExplorer.class);
			Awaitility.await().until(() -> explorer.queue("default").size(JobStatus.SUCCESS) == 1);
			try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
				connection.hashCommands()
					.hSet(bytes("{" + this.namespace + ":default}:meta"), bytes("needs"), bytes("2"));
			}
			HealthIndicator health = application.getBean("jobqueueHealthIndicator", HealthIndicator.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(health.health(true).getDetails().toString())
					.contains("Queue 'default' needs a release of jobqueue of level 2"));
			assertThat(health.health(true).getStatus()).isEqualTo(Status.UP);
		}
		assertThat(output).containsOnlyOnce("this one has level 1 and leaves its jobs alone");
	}

	private SpringApplication onRedis() {
		return spring("spring.data.redis.host=" + TestRedis.shared().host(),
				"spring.data.redis.port=" + TestRedis.shared().port(), "jobqueue.namespace=" + this.namespace);
	}

	private static SpringApplication spring(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.build();
	}

	private static void set(String key, String value) {
		try (var connection = TestRedis.shared().connectionFactory().getConnection()) {
			connection.stringCommands().set(bytes(key), bytes(value));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Greet greet() {
			return new Greet();
		}

	}

	@JobTask
	static class Greet implements JobHandler<String, String> {

		@Override
		public String handle(String name, JobContext job) {
			return "Hello " + name;
		}

	}

}
