package io.jobqueue.autoconfigure.bean;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.JobQueueDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class QualifiedBeanSelectorTests {

	private final ApplicationContextRunner jdbc = Contexts.jobQueue().withPropertyValues("jobqueue.store=jdbc");

	@Test
	void severalPrimaryBeansAreNamed() {
		FailureAnalysis analysis = analysis(this.jdbc, TwoPrimary.class);
		assertThat(analysis.getDescription())
			.isEqualTo("jobqueue needs one DataSource, but there are [first, second] and several are primary");
		assertThat(analysis.getAction()).contains("Mark the DataSource that jobs are to use with @JobQueueDataSource")
			.contains("Leave @Primary at one of them");
	}

	@Test
	void severalBeansThatAreMarkedAndPrimaryAreNamed() {
		FailureAnalysis analysis = analysis(this.jdbc, TwoMarkedAndPrimary.class);
		assertThat(analysis.getDescription())
			.isEqualTo("jobqueue needs one DataSource, but [first, second] are all marked with @JobQueueDataSource");
		assertThat(analysis.getAction()).startsWith("Leave @JobQueueDataSource at the one");
	}

	@Test
	void severalPrimaryConnectionFactoriesAreNamed() {
		assertThat(analysis(Contexts.jobQueue(), TwoPrimaryFactories.class).getDescription()).isEqualTo(
				"jobqueue needs one RedisConnectionFactory, but there are [first, second] and several are primary");
	}

	private static FailureAnalysis analysis(ApplicationContextRunner runner, Class<?> configuration) {
		AmbiguousBeanException[] found = new AmbiguousBeanException[1];
		runner.withUserConfiguration(configuration).run((context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof AmbiguousBeanException)) {
				failure = failure.getCause();
			}
			found[0] = (AmbiguousBeanException) failure;
		});
		assertThat(found[0]).isNotNull();
		return new AmbiguousBeanFailureAnalyzer().analyze(found[0], found[0]);
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoPrimary {

		@Bean
		@Primary
		DataSource first() {
			return new DriverManagerDataSource("jdbc:h2:mem:first");
		}

		@Bean
		@Primary
		DataSource second() {
			return new DriverManagerDataSource("jdbc:h2:mem:second");
		}

		@Bean
		DataSource other() {
			return new DriverManagerDataSource("jdbc:h2:mem:other");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoMarkedAndPrimary {

		@Bean
		@Primary
		@JobQueueDataSource
		DataSource first() {
			return new DriverManagerDataSource("jdbc:h2:mem:first");
		}

		@Bean
		@Primary
		@JobQueueDataSource
		DataSource second() {
			return new DriverManagerDataSource("jdbc:h2:mem:second");
		}

		@Bean
		DataSource other() {
			return new DriverManagerDataSource("jdbc:h2:mem:other");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoPrimaryFactories {

		@Bean
		@Primary
		RedisConnectionFactory first() {
			return new LettuceConnectionFactory("127.0.0.1", 1);
		}

		@Bean
		@Primary
		RedisConnectionFactory second() {
			return new LettuceConnectionFactory("127.0.0.1", 2);
		}

	}

}
