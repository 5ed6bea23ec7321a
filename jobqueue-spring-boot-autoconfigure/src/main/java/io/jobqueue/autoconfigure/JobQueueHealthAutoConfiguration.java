package io.jobqueue.autoconfigure;

import java.time.InstantSource;

import io.jobqueue.metrics.QueueSampler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The health contributor {@code jobqueue}.
 */
@AutoConfiguration(after = JobQueueSamplerAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("jobqueue")
public final class JobQueueHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "jobqueueHealthIndicator")
	JobQueueHealthIndicator jobqueueHealthIndicator(QueueSampler sampler, JobQueueSettings settings,
			ObjectProvider<WorkerStatus> worker, ObjectProvider<StoreReport> store) {
		return new JobQueueHealthIndicator(sampler, settings.storeGrace(), InstantSource.system(),
				worker.getIfAvailable(() -> WorkerStatus.NONE), store.orderedStream().toList());
	}

}
