package io.jobqueue.autoconfigure.dispatch;

import java.time.InstantSource;
import java.util.Set;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.JobDispatcher;
import io.jobqueue.PayloadValidator;
import io.jobqueue.autoconfigure.dispatch.DispatchSettings;
import io.jobqueue.autoconfigure.dispatch.DispatchTarget;
import io.jobqueue.autoconfigure.dispatch.UnservedQueueCheck;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchOptions;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.event.JobEvents;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The beans that dispatch jobs. */
@AutoConfiguration(after = JobQueueTaskAutoConfiguration.class)
public final class JobQueueDispatchAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DispatchTarget jobqueueDispatchTarget(StoreBackend store, JobQueueProperties properties) {
		DispatchSettings.checkOutbox(properties);
		if (properties.dispatch().outbox()) {
			throw PropertyChecks.invalid("jobqueue.dispatch.outbox", true,
					"needs a DataSource: add spring-boot-starter-jdbc and a driver, and set spring.datasource.url");
		}
		return new DispatchTarget(store);
	}

	@Bean
	DispatchOptions jobqueueDispatchOptions(JobQueueProperties properties, QueueSettings queues) {
		return DispatchSettings.options(properties.dispatch(), properties.payload(), queues.blockTimeouts());
	}

	@Bean
	DispatchHooks jobqueueDispatchHooks(ObjectProvider<DispatchInterceptor> interceptors, PayloadValidator validator,
			JobEvents events, ObjectProvider<StoredPayloads> payloads) {
		return new DispatchHooks(interceptors.orderedStream().toList(), validator, events,
				payloads.getIfAvailable(() -> StoredPayloads.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	JobDispatcher jobDispatcher(DispatchTarget target, TaskRegistry tasks, JobSerializer serializer,
			DispatchOptions options, DispatchHooks hooks) {
		return new StoringJobDispatcher(target.backend(), tasks, serializer, options, hooks, InstantSource.system());
	}

	@Bean
	UnservedQueueCheck jobqueueUnservedQueueCheck(StoreBackend store, TaskRegistry tasks, JobQueueProperties properties,
			QueueSettings queues) {
		return new UnservedQueueCheck(() -> store.queries().workers(),
				properties.worker().enabled() ? queues.served(tasks.tasks()) : Set.of(), InstantSource.system());
	}

	@Bean
	LimitedTaskCheck jobqueueLimitedTaskCheck(TaskRegistry tasks) {
		return new LimitedTaskCheck(tasks.tasks());
	}

	@Bean
	ConfiguredSizes jobqueueConfiguredSizes(StoreBackend store, QueueSettings queues) {
		return new ConfiguredSizes(store, queues.maxSizes());
	}

}
