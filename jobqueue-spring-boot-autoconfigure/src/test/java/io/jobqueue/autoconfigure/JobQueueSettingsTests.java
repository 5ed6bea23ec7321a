package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.TaskDefaults;
import io.jobqueue.worker.WorkerOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobQueueSettingsTests {

	@Test
	void defaultsAreThoseOfTheCore() {
		JobQueueSettings settings = settings(Map.of());
		assertThat(settings.worker()).isEqualTo(WorkerOptions.DEFAULT);
		assertThat(settings.maintenance()).isEqualTo(MaintenanceOptions.DEFAULT);
		assertThat(settings.dispatch()).isEqualTo(DispatchOptions.DEFAULT);
		assertThat(settings.taskDefaults(UnaryOperator.identity()).retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
		assertThat(settings.taskDefaults(UnaryOperator.identity()).timeout()).isEqualTo(TaskDefaults.DEFAULT.timeout());
		assertThat(settings.container("any").concurrency()).isEqualTo(10);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jobqueue.queues.emails.concurrency   | 0          | must be positive, but was 0
					jobqueue.worker.concurrency          | -1         | must be positive, but was -1
					jobqueue.worker.lease-duration       | 0s         | must be positive, but was PT0S
					jobqueue.worker.poll-interval        | -1s        | must be positive, but was PT-1S
					jobqueue.worker.max-jobs             | 0          | must be positive, but was 0
					jobqueue.worker.max-losses           | 0          | must be positive, but was 0
					jobqueue.task-defaults.timeout       | 0s         | must be positive, but was PT0S
					jobqueue.task-defaults.jitter        | 1.5        | must be from 0.0 to 1.0, but was 1.5
					jobqueue.task-defaults.multiplier    | 0.5        | must be from 1.0 to 1000.0, but was 0.5
					jobqueue.task-defaults.delay         | -1s        | must not be negative, but was PT-1S
					jobqueue.retries.external.max-delay  | -1s        | must not be negative, but was PT-1S
					jobqueue.retries.external.max-delay  | 36501d     | must be at most PT876000H (36500 days), but was PT876024H
					jobqueue.retries.external.delay      | 2h         | must not be more than jobqueue.retries.external.max-delay (PT1H), but was PT2H
					jobqueue.task-defaults.delay         | 2h         | must not be more than jobqueue.task-defaults.max-delay (PT1H), but was PT2H
					jobqueue.task-defaults.timeout       | 36501d     | must be at most PT876000H (36500 days), but was PT876024H
					jobqueue.dispatch.max-delay          | 36501d     | must be at most PT876000H (36500 days), but was PT876024H
					jobqueue.retries.external.max-retries| -1         | must not be negative, but was -1
					jobqueue.payload.max-size            | 0B         | must not be more than jobqueue.payload.max-size (0B), but was 32768B
					jobqueue.result.max-size             | 0B         | must be positive, but was 0B
					jobqueue.result.max-size             | 257MB      | must be at most 268435456B, but was 269484032B
					jobqueue.payload.max-size            | 257MB      | must be at most 268435456B, but was 269484032B
					jobqueue.dispatch.max-delay          | 0s         | must be positive, but was PT0S
					jobqueue.retention.success.time      | -1s        | must be positive, but was PT-1S
					jobqueue.retention.dead-letters.count| -1         | must not be negative, but was -1
					jobqueue.metrics.sample-interval     | 0s         | must be positive, but was PT0S
					jobqueue.namespace                   | a{b}       | must consist of 1 to 100 letters, digits, '.', '_' and '-', but was a{b}
					jobqueue.default-queue               | a b        | must consist of 1 to 100 letters, digits, '.', '_' and '-', but was a b
					""",
			quoteCharacter = '"')
	void aBadValueIsRefusedWithItsKey(String key, String value, String message) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> settings(Map.of(key, value)))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith("jobqueue.").endsWith(message));
	}

	@Test
	void aBadNameOfAQueueIsRefusedWithItsKey() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> settings(Map.of("jobqueue.queues[e mails].concurrency", "1")))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith("jobqueue.queues.e mails must consist of"));
	}

	@Test
	void aQueueHasItsOwnConcurrency() {
		JobQueueSettings settings = settings(
				Map.of("jobqueue.queues.emails.concurrency", "3", "jobqueue.worker.concurrency", "7"));
		assertThat(settings.container("emails").concurrency()).isEqualTo(3);
		assertThat(settings.container("reports").concurrency()).isEqualTo(7);
	}

	@Test
	void aPolicyTakesFromTheDefaultsWhatItLeavesOut() {
		JobQueueSettings settings = settings(
				Map.of("jobqueue.retries.external.max-retries", "10", "jobqueue.task-defaults.delay", "9s"));
		RetryPolicy policy = settings.taskDefaults(UnaryOperator.identity()).retryPolicies().get("external");
		assertThat(policy.maxRetries()).isEqualTo(10);
		assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(9));
		assertThat(policy.multiplier()).isEqualTo(2);
	}

	@Test
	void aDelayThatIsNotGivenIsCapped() {
		JobQueueSettings settings = settings(Map.of("jobqueue.retries.external.max-delay", "1s"));
		RetryPolicy policy = settings.taskDefaults(UnaryOperator.identity()).retryPolicies().get("external");
		assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(1));
	}

	private static JobQueueSettings settings(Map<String, String> properties) {
		return new JobQueueSettings(new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("jobqueue",
				JobQueueProperties.class));
	}

}
