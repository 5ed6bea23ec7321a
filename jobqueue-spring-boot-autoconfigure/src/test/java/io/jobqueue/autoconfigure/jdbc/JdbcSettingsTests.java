package io.jobqueue.autoconfigure.jdbc;

import java.util.Map;

import io.jobqueue.autoconfigure.jdbc.JdbcSettings;
import io.jobqueue.autoconfigure.properties.BoundProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JdbcSettingsTests {

	@Test
	void aNamespaceThatADatabaseDoesNotHaveIsRefused() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> JdbcSettings
				.check(BoundProperties.of(Map.of("jobqueue.store", "jdbc", "jobqueue.namespace", "acme"))))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("but was acme")
				.contains("jobqueue.jdbc.table-prefix")
				.contains("jobqueue.namespace=jobqueue"));
	}

	@Test
	void theDefaultNamespaceMaySayNothing() {
		JdbcSettings.check(BoundProperties.of(Map.of("jobqueue.store", "jdbc", "jobqueue.namespace", "jobqueue")));
	}

}
