package io.jobqueue.autoconfigure.redis;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;

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
	void aLevelOfAGroupWithLettuceStays() {
		assertThat(level(Map.of("logging.group.cache", "com.example,io.lettuce", "logging.level.cache", "debug")))
			.isNull();
		assertThat(level(Map.of("logging.group.cache", "io.lettuce"))).as("a group without a level").isEqualTo("error");
		assertThat(level(Map.of("logging.group.other", "com.example", "logging.level.other", "debug")))
			.as("a group without Lettuce")
			.isEqualTo("error");
	}

	@Test
	void theLevelsOfAFileOfTheLoggingSystemStay() {
		assertThat(level(Map.of("logging.config", "file:/etc/logging.xml"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "logback.xml", "logback-spring.xml", "log4j2.xml", "log4j2-spring.yaml" })
	void theLevelsOfAFileOnTheClassPathStay(String file, @TempDir Path directory) throws IOException {
		Files.createFile(directory.resolve(file));
		try (URLClassLoader classes = new URLClassLoader(new URL[] { directory.toUri().toURL() })) {
			assertThat(level(Map.of(), new SpringApplication(new DefaultResourceLoader(classes)))).isNull();
		}
	}

	@Test
	void otherStoresChangeNoLevel() {
		assertThat(level(Map.of("jobqueue.store", "jdbc"))).isNull();
	}

	private static String level(Map<String, Object> properties) {
		return level(properties, new SpringApplication());
	}

	private static String level(Map<String, Object> properties, SpringApplication application) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		new RedisLogEnvironmentPostProcessor().postProcessEnvironment(environment, application);
		return environment.getProperty(LEVEL);
	}

}
