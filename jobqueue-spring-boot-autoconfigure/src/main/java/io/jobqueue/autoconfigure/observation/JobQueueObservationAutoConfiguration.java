package io.jobqueue.autoconfigure.observation;

import io.jobqueue.observation.SubtaskObservations;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Observes sub-tasks, if the application has an observation registry. */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class JobQueueObservationAutoConfiguration {

	/** Outside of other interceptors, so that they are observed too. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SubtaskObservations jobqueueSubtaskObservations(ObservationRegistry registry) {
		return new SubtaskObservations(registry);
	}

}
