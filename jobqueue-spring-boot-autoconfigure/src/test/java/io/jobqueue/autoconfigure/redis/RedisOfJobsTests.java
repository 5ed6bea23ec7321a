package io.jobqueue.autoconfigure.redis;

import java.time.Duration;
import java.util.Map;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.JobQueueRedis;
import io.jobqueue.autoconfigure.WelcomeTasks;
import io.jobqueue.autoconfigure.bean.AmbiguousBeanException;
import io.jobqueue.store.redis.RedisStoreBackend;
import io.jobqueue.testsupport.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with two Redis servers, one for its own data and one for jobs.
 */
@Tag("process")
class RedisOfJobsTests {

	private static TestRedis data;

	private static TestRedis jobs;

	@BeforeAll
	static void start() {
		data = TestRedis.start();
		jobs = TestRedis.start();
	}

	@AfterAll
	static void stop() {
		data.close();
		jobs.close();
	}

	@Test
	void jobsUseTheMarkedOneAndLeaveTheOtherAlone() {
		String before = commands(data);
		runner(Marked.class).withBean(WelcomeTasks.class).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(10)).status())
				.isEqualTo(JobStatus.SUCCESS);
			assertThat(size(jobs)).isPositive();
			assertThat(channels(jobs)).isPositive();
		});
		assertThat(size(data)).isZero();
		assertThat(commands(data)).isEqualTo(before);
	}

	@Test
	void healthShowsBoth() {
		runner(Marked.class).withConfiguration(AutoConfigurations.of(DataRedisHealthContributorAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBean(CompositeHealthContributor.class).stream())
					.extracting(CompositeHealthContributor.Entry::name)
					.containsExactlyInAnyOrder("redisConnectionFactory", "jobRedis");
				assertThat(context.getBean("jobqueueHealthIndicator", HealthIndicator.class).health().getDetails())
					.containsEntry("address", "127.0.0.1:" + jobs.port());
			});
	}

	@Test
	void theMarkedOneAloneIsEnough() {
		Contexts.jobQueue()
			.withUserConfiguration(Marked.class)
			.withPropertyValues("jobqueue.namespace=" + TestRedis.namespace())
			.run((context) -> assertThat(context).hasSingleBean(RedisStoreBackend.class));
	}

	@Test
	void theMarkedOneComesBeforeThePrimaryOne() {
		runner(MarkedAndPrimary.class).run((context) -> assertThat(context.getBean(RedisStartCheck.class).details())
			.containsEntry("address", "127.0.0.1:" + jobs.port()));
	}

	@Test
	void ofSeveralOneMustBeMarkedOrPrimary() {
		runner(Unmarked.class).run((context) -> {
			AmbiguousBeanException failure = ambiguity(context);
			assertThat(failure).hasMessage("jobqueue needs one RedisConnectionFactory, but there are [first, second] "
					+ "and none of them is primary");
			assertThat(failure.action()).contains("@JobQueueRedis", "@Primary");
		});
	}

	@Test
	void twoMarksAreRefused() {
		runner(TwiceMarked.class).run((context) -> {
			assertThat(ambiguity(context)).hasMessage("jobqueue needs one RedisConnectionFactory, "
					+ "but [first, second] are all marked with @JobQueueRedis");
			assertThat(ambiguity(context).action()).contains("remove it from the others");
		});
	}

	@Test
	void aMarkedOneThatIsDownIsNamedWithItsAddress() {
		runner(Down.class).run((context) -> {
			assertThat(context.getStartupFailure()).isInstanceOf(RedisUnusableException.class)
				.hasMessageStartingWith("Redis at 127.0.0.1:1 cannot be used");
			assertThat(((RedisUnusableException) context.getStartupFailure()).action()).contains("@JobQueueRedis")
				.doesNotContain("set spring.data.redis.host");
		});
	}

	private static ApplicationContextRunner runner(Class<?> application) {
		return Contexts.jobQueue()
			.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withUserConfiguration(application)
			.withPropertyValues("spring.data.redis.host=" + data.host(), "spring.data.redis.port=" + data.port(),
					"jobqueue.namespace=" + TestRedis.namespace());
	}

	private static AmbiguousBeanException ambiguity(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !(failure instanceof AmbiguousBeanException)) {
			failure = failure.getCause();
		}
		assertThat(failure).as("the ambiguity among %s", context.getStartupFailure()).isNotNull();
		return (AmbiguousBeanException) failure;
	}

	private static long size(TestRedis redis) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			return connection.serverCommands().dbSize();
		}
	}

	private static long channels(TestRedis redis) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			return Long.parseLong(connection.serverCommands().info("stats").getProperty("pubsub_channels"));
		}
	}

	/** How often each command came, without those of this question. */
	private static String commands(TestRedis redis) {
		try (RedisConnection connection = redis.connectionFactory().getConnection()) {
			return connection.serverCommands()
				.info("commandstats")
				.entrySet()
				.stream()
				.map(Map.Entry::toString)
				.filter((line) -> !line.contains("info") && !line.contains("dbsize"))
				.map((line) -> line.replaceAll(",.*", ""))
				.sorted()
				.toList()
				.toString();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Marked {

		@Bean(defaultCandidate = false)
		@JobQueueRedis
		LettuceConnectionFactory jobRedis() {
			return new LettuceConnectionFactory(jobs.host(), jobs.port());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedAndPrimary {

		@Bean
		@JobQueueRedis
		RedisConnectionFactory jobRedis() {
			return new LettuceConnectionFactory(jobs.host(), jobs.port());
		}

		@Bean
		@Primary
		RedisConnectionFactory dataRedis() {
			return new LettuceConnectionFactory(data.host(), data.port());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unmarked {

		@Bean
		RedisConnectionFactory first() {
			return new LettuceConnectionFactory(data.host(), data.port());
		}

		@Bean
		RedisConnectionFactory second() {
			return new LettuceConnectionFactory(jobs.host(), jobs.port());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwiceMarked {

		@Bean(defaultCandidate = false)
		@JobQueueRedis
		RedisConnectionFactory first() {
			return new LettuceConnectionFactory(data.host(), data.port());
		}

		@Bean(defaultCandidate = false)
		@JobQueueRedis
		RedisConnectionFactory second() {
			return new LettuceConnectionFactory(jobs.host(), jobs.port());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Down {

		@Bean(defaultCandidate = false)
		@JobQueueRedis
		RedisConnectionFactory jobRedis() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

	}

}
