package io.jobqueue.autoconfigure.task;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.jobqueue.autoconfigure.properties.BoundProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.settings.TaskDefaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetrySettingsTests {

	@Test
	void defaultsAreThoseOfTheCore() {
		TaskDefaults defaults = RetrySettings.taskDefaults(BoundProperties.of(Map.of()), UnaryOperator.identity());
		assertThat(defaults.retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
		assertThat(defaults.timeout()).isEqualTo(TaskDefaults.DEFAULT.timeout());
	}

	@ParameterizedTest
	@CsvSource({ "jobqueue.retries.external", "jobqueue.task-defaults" })
	void aDelayIsNotAboveTheLongest(String prefix) {
		JobQueueProperties properties = BoundProperties.of(Map.of(prefix + ".delay", "2h"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> RetrySettings.taskDefaults(properties, UnaryOperator.identity()))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo("%s.delay must not be more than %s.max-delay (1h), but was 2h".formatted(prefix, prefix)));
	}

	@Test
	void aPolicyTakesFromTheDefaultsWhatItLeavesOut() {
		JobQueueProperties properties = BoundProperties
			.of(Map.of("jobqueue.retries.external.max-retries", "10", "jobqueue.task-defaults.delay", "9s"));
		RetryPolicy policy = RetrySettings.taskDefaults(properties, UnaryOperator.identity())
			.retryPolicies()
			.get("external");
		assertThat(policy.maxRetries()).isEqualTo(10);
		assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(9));
		assertThat(policy.multiplier()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "includes", "excludes" })
	void aClassThatIsNoExceptionIsRefused(String list) {
		String key = "jobqueue.retries.external." + list;
		JobQueueProperties properties = BoundProperties.of(Map.of(key, "java.io.IOException,java.lang.String"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> RetrySettings.taskDefaults(properties, UnaryOperator.identity()))
			.satisfies((ex) -> assertThat(ex.getReason())
				.isEqualTo(key + " must have classes of exceptions only, but was java.lang.String"));
	}

	@Test
	void aDelayThatIsNotGivenIsCapped() {
		JobQueueProperties properties = BoundProperties.of(Map.of("jobqueue.retries.external.max-delay", "1s"));
		RetryPolicy policy = RetrySettings.taskDefaults(properties, UnaryOperator.identity())
			.retryPolicies()
			.get("external");
		assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(1));
	}

}
