package io.jobqueue.autoconfigure.metrics;

import java.time.InstantSource;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.metrics.QueueSampler;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * The sampler that metrics and health share. It is not created if neither is present.
 */
@AutoConfiguration(after = JobQueueTaskAutoConfiguration.class)
@Conditional(JobQueueSamplerAutoConfiguration.OnReader.class)
public final class JobQueueSamplerAutoConfiguration {

	@Bean
	QueueSampler jobQueueSampler(StoreBackend store, TaskRegistry tasks, QueueSettings queues,
			JobQueueProperties properties) {
		return new QueueSampler(store.queries(), () -> queues.served(tasks.tasks()),
				properties.metrics().sampleInterval(), InstantSource.system(), store.outage());
	}

	static final class OnReader extends AnyNestedCondition {

		OnReader() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnClass(name = "io.micrometer.core.instrument.MeterRegistry")
		static final class OnMetrics {

		}

		@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
		static final class OnHealth {

		}

	}

}
