package io.jobqueue.autoconfigure.properties;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import io.jobqueue.autoconfigure.worker.WorkerIdentities;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JobQueuePropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jobqueue.queues.emails.concurrency   | 0          | must be positive, but was 0
					jobqueue.worker.concurrency          | -1         | must be positive, but was -1
					jobqueue.worker.lease-duration       | 0s         | must be at least 1s, but was 0s
					jobqueue.worker.poll-interval        | -1s        | must be at least 10ms, but was -1s
					jobqueue.worker.lease-duration       | 999ms      | must be at least 1s, but was 999ms
					jobqueue.worker.lease-duration       | 25h        | must be at most 1d, but was 25h
					jobqueue.worker.poll-interval        | 1ms        | must be at least 10ms, but was 1ms
					jobqueue.worker.poll-interval        | 2h         | must be at most 1h, but was 2h
					jobqueue.worker.shutdown-timeout     | 2d         | must be at most 1d, but was 2d
					jobqueue.worker.interrupt-grace      | 2d         | must be at most 1d, but was 2d
					jobqueue.worker.unknown-task-timeout | 36501d     | must be at most 36500d, but was 36501d
					jobqueue.worker.concurrency          | 10001      | must be at most 10000, but was 10001
					jobqueue.worker.claim-ahead          | 10001      | must be at most 10000, but was 10001
					jobqueue.worker.max-losses           | 1001       | must be at most 1000, but was 1001
					jobqueue.worker.max-interruptions    | 1001       | must be at most 1000, but was 1001
					jobqueue.queues.emails.concurrency   | 10001      | must be at most 10000, but was 10001
					jobqueue.task-defaults.timeout       | 36501d     | must be at most 36500d, but was 36501d
					jobqueue.retention.cancelled.time    | 36501d     | must be at most 36500d, but was 36501d
					jobqueue.retention.cancelled.count   | 1000000001 | must be at most 1000000000, but was 1000000001
					jobqueue.metrics.sample-interval     | 2h         | must be at most 1h, but was 2h
					jobqueue.redis.start-timeout         | 99ms       | must be at least 100ms, but was 99ms
					jobqueue.redis.start-timeout         | 2h         | must be at most 1h, but was 2h
					jobqueue.worker.max-jobs             | 0          | must be positive, but was 0
					jobqueue.worker.max-losses           | 0          | must be positive, but was 0
					jobqueue.task-defaults.timeout       | 9ms        | must be at least 10ms, but was 9ms
					jobqueue.task-defaults.jitter        | 1.5        | must be from 0.0 to 1.0, but was 1.5
					jobqueue.task-defaults.multiplier    | 0.5        | must be from 1.0 to 1000.0, but was 0.5
					jobqueue.task-defaults.delay         | -1s        | must not be negative, but was -1s
					jobqueue.retries.external.max-delay  | -1s        | must not be negative, but was -1s
					jobqueue.retries.external.max-delay  | 36501d     | must be at most 36500d, but was 36501d
					jobqueue.dispatch.max-delay          | 36501d     | must be at most 36500d, but was 36501d
					jobqueue.retries.external.max-retries| -1         | must not be negative, but was -1
					jobqueue.payload.max-size            | 0B         | must be positive, but was 0B
					jobqueue.result.max-size             | 0B         | must be positive, but was 0B
					jobqueue.result.max-size             | 257MB      | must be at most 256MB, but was 257MB
					jobqueue.logs.max-lines              | 0          | must be positive, but was 0
					jobqueue.logs.max-size               | 3KB        | must be at least 4KB, but was 3KB
					jobqueue.logs.max-size               | 17MB       | must be at most 16MB, but was 17MB
					jobqueue.payload.max-size            | 257MB      | must be at most 256MB, but was 257MB
					jobqueue.dispatch.max-delay          | 0s         | must be at least 1ms, but was 0s
					jobqueue.retention.success.time      | -1s        | must be at least 1ms, but was -1s
					jobqueue.retention.dead-letters.count| -1         | must not be negative, but was -1
					jobqueue.metrics.sample-interval     | 1ms        | must be at least 10ms, but was 1ms
					jobqueue.worker.unknown-task-timeout | 5ms        | must be at least 100ms, but was 5ms
					jobqueue.worker.shutdown-timeout     | 100us      | must be 0 or at least 1ms, but was 100us
					jobqueue.worker.id                   | a b        | must consist of 1 to 60 letters, digits, '.', '_' and '-', but was a b
					jobqueue.retries.external.multiplier | 1001       | must be from 1.0 to 1000.0, but was 1001.0
					jobqueue.namespace                   | a{b}       | must consist of 1 to 100 letters, digits, '.', '_' and '-', but was a{b}
					jobqueue.dashboard.enabled           | true       | can be true only with the dependency io.jobqueue:jobqueue-dashboard, but was true
					jobqueue.dashboard.path              | jobs/      | letters, digits, '.', '_' and '-' between, but was jobs/
					jobqueue.default-queue               | a b        | must consist of 1 to 100 letters, digits, '.', '_' and '-', but was a b
					""",
			quoteCharacter = '"')
	void aBadValueIsRefusedWithItsKey(String key, String value, String message) {
		assertThatException().isThrownBy(() -> BoundProperties.of(Map.of(key, value)))
			.extracting(NestedExceptionUtils::getMostSpecificCause)
			.asInstanceOf(InstanceOfAssertFactories.type(InvalidConfigurationPropertyValueException.class))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith("jobqueue.").endsWith(message));
	}

	@Test
	void aWorkerIdThatWouldBeCutIsRefused() {
		String longest = "a".repeat(60);
		assertThat(BoundProperties.of(Map.of("jobqueue.worker.id", longest)).worker().id()).isEqualTo(longest);
		assertThat(WorkerIdentities.of(longest, InstantSource.system()).id()).startsWith(longest + "-");
		assertThatException().isThrownBy(() -> BoundProperties.of(Map.of("jobqueue.worker.id", longest + "a")))
			.havingRootCause()
			.withMessageContaining("jobqueue.worker.id must consist of 1 to 60 letters, digits, '.', '_' and '-'");
	}

	@Test
	void everyNumberHasBounds() {
		assertThat(PropertyKeys.PATTERNS).map((pattern) -> String.join(".", pattern))
			.filteredOn((pattern) -> pattern.matches(".*(time|timeout|interval|delay|duration|grace|size|count|jitter"
					+ "|multiplier|concurrency|ahead|jobs|losses|interruptions|retries)"))
			.hasSizeGreaterThan(25)
			.allSatisfy((pattern) -> assertThat(PropertyRules.of(pattern)).as(pattern).isNotNull());
	}

	@Test
	void everyRuleIsOfAKeyThatExists() {
		assertThat(PropertyRules.patterns())
			.isSubsetOf(PropertyKeys.PATTERNS.stream().map((each) -> String.join(".", each)).toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jobqueue.worker.lease-duration     | 30  | 30 was read as 30 milliseconds. Write 30s
					jobqueue.worker.shutdown-timeout   | 120 | 120 was read as 120 milliseconds. Write 120s, or 120ms if that is meant
					jobqueue.worker.poll-interval      | 5   | 5 was read as 5 milliseconds. Write 5s
					jobqueue.worker.poll-interval      | 50  | 50 was read as 50 milliseconds. Write 50s, or 50ms if that is meant
					jobqueue.retries.external.max-delay| 60  | 60 was read as 60 milliseconds. Write 60s, or 60ms if that is meant
					jobqueue.retention.success.time    | 7   | 7 was read as 7 milliseconds. Write 7s, or 7ms if that is meant
					jobqueue.payload.max-size          | 512 | 512 was read as 512 bytes. Write 512KB, or 512B if that is meant
					""")
	void aSmallNumberWithoutAUnitIsRefused(String key, String value, String message) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> BoundProperties.of(Map.of(key, value)))
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.withMessageEndingWith(key + " has no unit: " + message);
	}

	@Test
	void aNumberThatCanBeMeantNeedsNoUnit() {
		JobQueueProperties properties = BoundProperties.of(Map.of("jobqueue.worker.lease-duration", "30000",
				"jobqueue.worker.poll-interval", "200", "jobqueue.worker.shutdown-timeout", "0",
				"jobqueue.worker.interrupt-grace", "20ms", "jobqueue.payload.max-size", "65536"));
		assertThat(properties.worker().leaseDuration()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.worker().pollInterval()).isEqualTo(Duration.ofMillis(200));
		assertThat(properties.worker().shutdownTimeout()).isZero();
		assertThat(properties.worker().interruptGrace()).isEqualTo(Duration.ofMillis(20));
		assertThat(properties.payload().maxSize().toBytes()).isEqualTo(65536);
	}

}
