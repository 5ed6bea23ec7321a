package io.jobqueue.autoconfigure.raw;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.RawJobFactory;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.worker.JobQueueWorkerAutoConfiguration;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.JobPreparation;
import io.jobqueue.dispatch.PayloadWriter;
import io.jobqueue.event.JobEvents;
import io.jobqueue.raw.RawMover;
import io.jobqueue.raw.RawMovers;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobWorker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Raw queues, and the mover of an application that runs jobs. */
@AutoConfiguration(after = JobQueueWorkerAutoConfiguration.class)
public final class JobQueueRawAutoConfiguration {

	@Bean
	RawQueues jobqueueRawQueues(JobQueueProperties properties, TaskRegistry tasks, StoreBackend store) {
		return RawSettings.queues(properties, tasks, store);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "jobqueue.worker.enabled", havingValue = "true", matchIfMissing = true)
	static class MoverConfiguration {

		@Bean
		RawMovers jobqueueRawMovers(StoreBackend store, TaskRegistry tasks, JobSerializer serializer,
				DispatchOptions options, ObjectProvider<DispatchInterceptor> interceptors,
				ObjectProvider<RawJobFactory> factories) {
			JobPreparation preparation = new JobPreparation(tasks, new PayloadWriter(serializer, options),
					interceptors.orderedStream().toList(), options.maxDelay(), InstantSource.system());
			return new RawMovers(store, preparation, tasks, serializer, factories.orderedStream().toList(),
					options.maxSize());
		}

		@Bean
		RawMover jobqueueRawMover(RawMovers movers, RawQueues raw, JobWorker worker, TaskRegistry tasks,
				QueueSettings queues, JobEvents events) {
			return movers.mover(raw, queues.served(tasks.tasks()),
					() -> worker.isDraining() ? List.of() : worker.queues(),
					(queue) -> queues.container(queue).concurrency(), events);
		}

	}

}
