package io.jobqueue.autoconfigure.actuate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.autoconfigure.metrics.JobQueueSamplerAutoConfiguration;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.worker.WorkerStatus;
import io.jobqueue.metrics.QueueSampler;
import io.jobqueue.store.StoreBackend;

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
	JobQueueHealthIndicator jobqueueHealthIndicator(QueueSampler sampler, JobQueueProperties properties,
			ObjectProvider<WorkerStatus> worker, ObjectProvider<StoreHealthDetails> store,
			ObjectProvider<StoreBackend> backend) {
		List<StoreHealthDetails> reports = new ArrayList<>(store.orderedStream().toList());
		backend.ifUnique((found) -> reports.add(() -> outdated(found.outage().outdated())));
		return new JobQueueHealthIndicator(sampler, properties.worker().leaseDuration(), InstantSource.system(),
				worker.getIfAvailable(() -> WorkerStatus.NONE), reports);
	}

	/** Return what a newer release has written and this release does not use. */
	private static Map<String, Object> outdated(Set<String> reasons) {
		return reasons.isEmpty() ? Map.of() : Map.of("outdated", reasons);
	}

}
