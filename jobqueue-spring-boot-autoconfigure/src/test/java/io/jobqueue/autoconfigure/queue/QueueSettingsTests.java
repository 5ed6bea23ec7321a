package io.jobqueue.autoconfigure.queue;

import java.util.Map;

import io.jobqueue.autoconfigure.properties.BoundProperties;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueueSettingsTests {

	@Test
	void aBadNameOfAQueueIsRefusedWithItsKey() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(
					() -> new QueueSettings(BoundProperties.of(Map.of("jobqueue.queues[e mails].concurrency", "1"))))
			.satisfies((ex) -> assertThat(ex.getReason()).startsWith("jobqueue.queues.e mails must consist of"));
	}

	@Test
	void aQueueHasItsOwnConcurrency() {
		JobQueueProperties properties = BoundProperties
			.of(Map.of("jobqueue.queues.emails.concurrency", "3", "jobqueue.worker.concurrency", "7"));
		assertThat(new QueueSettings(properties).container("emails").concurrency()).isEqualTo(3);
		assertThat(new QueueSettings(properties).container("reports").concurrency()).isEqualTo(7);
	}

	@Test
	void aQueueHasAsManyAsTheWorkerByDefault() {
		assertThat(new QueueSettings(BoundProperties.of(Map.of())).container("any").concurrency()).isEqualTo(10);
	}

}
