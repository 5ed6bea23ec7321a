package io.jobqueue.autoconfigure;

import javax.sql.DataSource;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.annotation.JobTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@Test
	void noRedisAtTheAddressSaysWhereAndWhatToDo(CapturedOutput output) {
		fail(Application.class, "spring.data.redis.url=redis://user:secret@127.0.0.1:1");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Redis at 127.0.0.1:1 cannot be used")
			.contains("spring.data.redis.host")
			.contains("jobqueue.store=memory")
			.doesNotContain("secret");
	}

	@Test
	void noConnectionFactorySaysWhatToDo(CapturedOutput output) {
		fail(Application.class,
				"spring.autoconfigure.exclude=org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration");
		assertThat(output).contains("jobqueue.store is 'redis', but there is no RedisConnectionFactory")
			.contains("spring-boot-starter-data-redis");
	}

	@Test
	void noDataSourceSaysWhatToDo(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=jdbc",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
		assertThat(output).contains("jobqueue.store is 'jdbc', but there is no DataSource")
			.contains("spring-boot-starter-jdbc");
	}

	@Test
	void anOutboxWithoutADatabaseIsRefused(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.dispatch.outbox=true",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
		assertThat(output).contains("jobqueue.dispatch.outbox needs a DataSource");
	}

	@Test
	void anOutboxBeforeADatabaseIsRefused(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=jdbc", "jobqueue.dispatch.outbox=true");
		assertThat(output).contains("jobqueue.dispatch.outbox must be false with jobqueue.store=jdbc");
	}

	@Test
	void aTablePrefixThatIsNoneIsRefused(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.jdbc.table-prefix=a-b");
		assertThat(output).contains("jobqueue.jdbc.table-prefix must be 1 to 40 letters");
	}

	@Test
	void missingTablesOfTheOutboxSayHowTheyAreMade(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.dispatch.outbox=true",
				"spring.datasource.generate-unique-name=true", "jobqueue.jdbc.initialize-schema=never");
		assertThat(output).contains("The tables of jobqueue cannot be used")
			.contains("jobqueue.jdbc.initialize-schema=always")
			.contains("io/jobqueue/outbox/schema/h2/V1__jobqueue_outbox.sql");
	}

	@Test
	void missingTablesSayHowTheyAreMade(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=jdbc", "spring.datasource.generate-unique-name=true",
				"jobqueue.jdbc.initialize-schema=never");
		assertThat(output).contains("The tables of jobqueue cannot be used")
			.contains("jobqueue.jdbc.initialize-schema=always")
			.contains("io/jobqueue/store/jdbc/schema/h2/V1__jobqueue.sql");
	}

	@Test
	void twoDataSourcesSayHowToChooseOne(CapturedOutput output) {
		fail(TwoDataSources.class, "jobqueue.store=jdbc");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("jobqueue needs one DataSource, but there are [first, second]")
			.contains("@JobQueueDataSource");
	}

	@Test
	void aDatabaseThatDoesNotAnswerSaysWhatToDo(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=jdbc", "spring.datasource.url=jdbc:h2:tcp://127.0.0.1:1/x",
				"jobqueue.jdbc.initialize-schema=never");
		assertThat(output).contains("The database of the job store cannot be used").contains("spring.datasource.url");
	}

	@Test
	void aMisspeltKeyIsNamed(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.queues.emails.concurency=3");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("jobqueue has no such key:")
			.containsPattern(
					"jobqueue.queues.emails.concurency \\(.+\\): did you mean jobqueue.queues.emails.concurrency\\?");
	}

	@Test
	void aNameWithDotsAndWithoutBracketsIsNamedWithBrackets(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.queues.My.queue.concurrency=3");
		assertThat(output).contains("jobqueue has no such key:")
			.contains("did you mean jobqueue.queues[My.queue].concurrency?");
	}

	@Test
	void aKeyWithoutAValueIsNotCalledMisspelt(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.task-defaults.delay=${DELAY:}");
		assertThat(output).containsPattern(
				"jobqueue has no value, or is set in two notations:\\s+jobqueue.task-defaults.delay.*: set a value or remove the key");
	}

	@Test
	void aKeyInTwoNotationsIsNotCalledMisspelt(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.queues.slow_lane.concurrency=2",
				"jobqueue.queues[slow_lane].concurrency=3");
		assertThat(output).contains("jobqueue.queues[slow_lane].concurrency")
			.contains("A key of jobqueue has no value, or is set in two notations")
			.contains("write its name with brackets in all property sources, or in none")
			.doesNotContain("did you mean");
	}

	@Test
	void eachOfSeveralMisspeltKeysIsNamedWithTheNearest(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.worker.leese-duration=30s",
				"jobqueue.dead-letters.count=3", "jobqueue.colour=blue");
		assertThat(output).contains("jobqueue has no such keys:")
			.contains("did you mean jobqueue.worker.lease-duration?")
			.contains("did you mean jobqueue.retention.dead-letters.count?")
			.containsPattern("jobqueue.colour.*: no key is similar");
	}

	@Test
	void aStoreThatDoesNotExistIsRefusedWithThoseThatDo(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=mongo");
		assertThat(output).contains("jobqueue.store").contains("MEMORY").contains("JDBC").contains("REDIS");
	}

	@Test
	void aBadValueIsNamedWithItsKey(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.queues.emails.concurrency=0");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("jobqueue.queues.emails.concurrency must be positive, but was 0");
	}

	@Test
	void aDurationWithoutAUnitIsRefusedWithTheUnit(CapturedOutput output) {
		fail(Application.class, "jobqueue.store=memory", "jobqueue.worker.shutdown-timeout=30");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(
					"jobqueue.worker.shutdown-timeout has no unit: 30 was read as 30 milliseconds. Write 30s, or 30ms if that is meant");
	}

	@Test
	void aTaskThatItsProxyCannotPassOnIsRefused(CapturedOutput output) {
		fail(FinalTask.class, "jobqueue.store=memory");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Bean 'ledger'")
			.contains("method book of")
			.contains("is final");
	}

	@Test
	void exceptionsOfTasksAndJobsAreExplained(CapturedOutput output) {
		fail(InvalidTask.class, "jobqueue.store=memory");
		fail(UnknownTask.class, "jobqueue.store=memory");
		fail(InvalidJob.class, "jobqueue.store=memory");
		assertThat(output).contains("Correct the declaration of the task, or what it refers to.")
			.contains("or dispatch by the name of the task.")
			.contains("Correct the value that the message quotes.");
	}

	private static void fail(Class<?> application, String... properties) {
		SpringApplication spring = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties)
			.build();
		assertThatException().isThrownBy(spring::run);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FinalTask {

		@Bean
		Ledger ledger() {
			return new Ledger();
		}

	}

	static class Ledger {

		@JobTask
		@Transactional
		public final void book() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class InvalidTask {

		@Bean
		Object fails() {
			throw new InvalidTaskException("Bean 'a' has a task without a name");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class UnknownTask {

		@Bean
		Object fails() {
			throw new UnknownTaskException("No task for class A");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class InvalidJob {

		@Bean
		Object fails() {
			throw new InvalidJobException("'a b' is no name for a queue");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwoDataSources {

		@Bean
		DataSource first() {
			return new DriverManagerDataSource("jdbc:h2:mem:first");
		}

		@Bean
		DataSource second() {
			return new DriverManagerDataSource("jdbc:h2:mem:second");
		}

	}

}
