package io.jobqueue.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Application contexts with all of jobqueue's auto-configurations.
 */
final class Contexts {

	private Contexts() {
	}

	static ApplicationContextRunner jobQueue() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(JobQueueAutoConfiguration.class, JobQueueEndpointAutoConfiguration.class,
						JobQueueHealthAutoConfiguration.class, JobQueueMetricsAutoConfiguration.class,
						JobQueueSamplerAutoConfiguration.class, JobQueueWorkerAutoConfiguration.class,
						MemoryStoreAutoConfiguration.class, RedisStoreAutoConfiguration.class));
	}

	static ApplicationContextRunner inMemory() {
		return jobQueue().withPropertyValues("jobqueue.store=memory");
	}

}
