package io.jobqueue.autoconfigure.metrics;

import io.jobqueue.autoconfigure.flow.JobQueueFlowAutoConfiguration;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.raw.JobQueueRawAutoConfiguration;
import io.jobqueue.autoconfigure.worker.JobQueueWorkerAutoConfiguration;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.metrics.FlowMetrics;
import io.jobqueue.metrics.JobMetrics;
import io.jobqueue.metrics.LimitMetrics;
import io.jobqueue.metrics.OutboxMetrics;
import io.jobqueue.metrics.QueueMetrics;
import io.jobqueue.metrics.QueueSampler;
import io.jobqueue.metrics.RawMetrics;
import io.jobqueue.metrics.WorkerMetrics;
import io.jobqueue.raw.RawMover;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobWorker;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The meters, if the application has a meter registry. */
@AutoConfiguration(
		after = { JobQueueSamplerAutoConfiguration.class, JobQueueWorkerAutoConfiguration.class,
				JobQueueRawAutoConfiguration.class, JobQueueFlowAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class JobQueueMetricsAutoConfiguration {

	@Bean
	JobMetrics jobMetrics(MeterRegistry registry) {
		return new JobMetrics(registry);
	}

	@Bean
	@ConditionalOnBooleanProperty("jobqueue.dispatch.outbox")
	OutboxMetrics jobOutboxMetrics(MeterRegistry registry) {
		return new OutboxMetrics(registry);
	}

	@Bean
	QueueMetrics jobQueueMetrics(QueueSampler sampler) {
		return new QueueMetrics(sampler);
	}

	@Bean
	LimitMetrics jobLimitMetrics(StoreBackend store, QueueSampler sampler) {
		return new LimitMetrics(store, sampler);
	}

	@Bean
	@ConditionalOnBean(JobFlows.class)
	FlowMetrics jobFlowMetrics(JobFlows flows, StoreBackend store, QueueSampler sampler) {
		return new FlowMetrics(flows, store, sampler);
	}

	@Bean
	@ConditionalOnBean(RawQueues.class)
	RawMetrics jobRawMetrics(RawQueues queues, ObjectProvider<RawMover> mover, QueueSampler sampler) {
		return new RawMetrics(queues, mover.getIfAvailable(), sampler);
	}

	@Bean
	@ConditionalOnBean(JobWorker.class)
	WorkerMetrics jobWorkerMetrics(JobWorker registry, TaskRegistry tasks, QueueSettings queues, QueueSampler sampler) {
		return new WorkerMetrics(queues.containerNames(tasks.tasks()), registry::containers, sampler);
	}

	/** Registers the meters of known tasks at the start. */
	@Bean
	SmartInitializingSingleton jobMetricsDeclaration(JobMetrics metrics, TaskRegistry tasks, QueueSettings queues) {
		return () -> metrics.declare(queues.served(tasks.tasks()), tasks.tasks());
	}

}
