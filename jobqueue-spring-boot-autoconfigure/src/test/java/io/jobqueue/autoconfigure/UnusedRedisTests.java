package io.jobqueue.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.data.redis.health.DataRedisHealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class UnusedRedisTests {

	@Test
	void healthAndRepositoriesOfRedisAreOffWhereJobsAreKeptElsewhere() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("jobqueue.store=memory")
			.run()) {
			assertThat(context.getBeanNamesForType(DataRedisHealthIndicator.class)).isEmpty();
			assertThat(context.getBeanNamesForType(DataRedisRepositoriesAutoConfiguration.class)).isEmpty();
		}
	}

	@Test
	void aRedisThatTheApplicationNamesIsLeftAlone() {
		assertThat(health(Map.of("jobqueue.store", "jdbc", "spring.data.redis.host", "localhost"))).isNull();
		assertThat(health(Map.of("jobqueue.store", "redis"))).isNull();
		assertThat(health(Map.of())).isNull();
	}

	@Test
	void whatTheApplicationSetsComesFirst() {
		assertThat(health(Map.of("jobqueue.store", "MEMORY", "management.health.redis.enabled", "true")))
			.isEqualTo("true");
		assertThat(health(Map.of("jobqueue.store", "MEMORY"))).isEqualTo("false");
	}

	private static String health(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		new UnusedRedisEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment.getProperty("management.health.redis.enabled");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
