package io.jobqueue.autoconfigure.redis;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class RedisLogTests {

	private static final String LEVEL = "logging.level.io.lettuce.core.protocol.ConnectionWatchdog";

	@Test
	void attemptsToConnectAgainAreNotLoggedOneByOne() {
		assertThat(level(Map.of())).isEqualTo("error");
		assertThat(level(Map.of("jobqueue.store", "redis"))).isEqualTo("error");
	}

	@Test
	void levelsThatTheApplicationSetsForLettuceStay() {
		assertThat(level(Map.of("logging.level.io.lettuce", "debug"))).isNull();
		assertThat(level(Map.of(LEVEL, "info"))).isEqualTo("info");
	}

	@Test
	void otherStoresChangeNoLevel() {
		assertThat(level(Map.of("jobqueue.store", "jdbc"))).isNull();
	}

	private static String level(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		new RedisLogEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment.getProperty(LEVEL);
	}

}
