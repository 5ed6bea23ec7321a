package io.jobqueue.autoconfigure.dispatch;

import java.util.Map;

import io.jobqueue.autoconfigure.dispatch.DispatchSettings;
import io.jobqueue.autoconfigure.properties.BoundProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dispatch.DispatchOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DispatchSettingsTests {

	@Test
	void defaultsAreThoseOfTheCore() {
		JobQueueProperties properties = BoundProperties.of(Map.of());
		assertThat(DispatchSettings.options(properties.dispatch(), properties.payload(), Map.of()))
			.isEqualTo(DispatchOptions.DEFAULT);
	}

	@Test
	void aSizeToWarnOfIsNotAboveTheLargest() {
		JobQueueProperties properties = BoundProperties.of(Map.of("jobqueue.payload.max-size", "1KB"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> DispatchSettings.options(properties.dispatch(), properties.payload(), Map.of()))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("jobqueue.payload.warn-size must not be more than "
					+ "jobqueue.payload.max-size (1KB), but was 32KB"));
	}

}
