package io.jobqueue.autoconfigure.flow;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.autoconfigure.dispatch.JobQueueDispatchAutoConfiguration;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.RetentionProperties;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.dispatch.PayloadWriter;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.FlowThread;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobWorker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Flows, which are kept as long as jobs that have ended. */
@AutoConfiguration(after = JobQueueDispatchAutoConfiguration.class)
public final class JobQueueFlowAutoConfiguration {

	@Bean
	JobFlows jobqueueFlows(StoreBackend store, JobQueueProperties properties, JobEvents events) {
		RetentionProperties retention = properties.retention();
		return new JobFlows(store, FlowOptions.DEFAULT.withKeep(retention.success().time(),
				retention.deadLetters().time(), retention.deadLetters().count()), events);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "jobqueue.worker.enabled", havingValue = "true", matchIfMissing = true)
	static class WorkerConfiguration {

		@Bean
		WorkerFlows jobqueueWorkerFlows(JobFlows flows, FlowThread thread, TaskRegistry tasks, JobSerializer serializer,
				DispatchOptions options, DispatchHooks hooks) {
			JobPreparation preparation = new JobPreparation(tasks,
					new PayloadWriter(serializer, options, hooks.validator()), hooks.interceptors(), options.maxDelay(),
					InstantSource.system());
			return new WorkerFlows(flows, preparation::prepare, serializer, thread);
		}

		/** The worker is asked when it runs: it needs this bean itself. */
		@Bean
		FlowThread jobqueueFlowThread(JobFlows flows, ObjectProvider<JobWorker> worker) {
			return new FlowThread(flows, () -> {
				JobWorker started = worker.getIfAvailable();
				return (started != null) ? started.queues() : List.of();
			});
		}

	}

}
