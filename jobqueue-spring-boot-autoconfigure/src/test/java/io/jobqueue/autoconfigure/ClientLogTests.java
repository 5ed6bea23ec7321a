package io.jobqueue.autoconfigure;

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

class ClientLogTests {

	private static final String LEVEL = "logging.level.io.lettuce.core.protocol.ConnectionWatchdog";

	private static final String POOL_LEVEL = "logging.level.com.zaxxer.hikari.pool.PoolBase";

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
	void idleConnectionsOfADatabaseAreNotLoggedOneByOne() {
		assertThat(poolLevel(Map.of("jobqueue.store", "JDBC"))).isEqualTo("error");
		assertThat(level(Map.of("jobqueue.store", "jdbc"))).as("of Lettuce").isNull();
		assertThat(poolLevel(Map.of("jobqueue.store", "redis"))).isNull();
	}

	@Test
	void levelsThatTheApplicationSetsForThePoolStay() {
		assertThat(poolLevel(Map.of("jobqueue.store", "jdbc", POOL_LEVEL, "warn"))).isEqualTo("warn");
		assertThat(poolLevel(Map.of("jobqueue.store", "jdbc", "logging.level.com.zaxxer.hikari", "info"))).isNull();
		assertThat(poolLevel(
				Map.of("jobqueue.store", "jdbc", "logging.group.pool", "com.zaxxer", "logging.level.pool", "debug")))
			.isNull();
	}

	@Test
	void theMemoryStoreChangesNoLevel() {
		assertThat(level(Map.of("jobqueue.store", "memory"))).isNull();
		assertThat(poolLevel(Map.of("jobqueue.store", "memory"))).isNull();
	}

	private static String poolLevel(Map<String, Object> properties) {
		return environment(properties, new SpringApplication()).getProperty(POOL_LEVEL);
	}

	private static String level(Map<String, Object> properties) {
		return level(properties, new SpringApplication());
	}

	private static String level(Map<String, Object> properties, SpringApplication application) {
		return environment(properties, application).getProperty(LEVEL);
	}

	private static StandardEnvironment environment(Map<String, Object> properties, SpringApplication application) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		new ClientLogEnvironmentPostProcessor().postProcessEnvironment(environment, application);
		return environment;
	}

}
