package io.jobqueue.autoconfigure.worker;

import java.time.InstantSource;
import java.util.stream.Stream;

import io.jobqueue.JobInterceptor;
import io.jobqueue.PayloadValidator;
import io.jobqueue.autoconfigure.JobQueueContainerCustomizer;
import io.jobqueue.autoconfigure.JobQueueThreadsCustomizer;
import io.jobqueue.autoconfigure.flow.JobQueueFlowAutoConfiguration;
import io.jobqueue.autoconfigure.observation.ContextPropagation;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.queue.LostRules;
import io.jobqueue.autoconfigure.queue.QueueConfigurer;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.autoconfigure.transaction.JobQueueTransactionAutoConfiguration;
import io.jobqueue.autoconfigure.transaction.TransactionalTaskCheck;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.WorkerFlows;
import io.jobqueue.maintenance.MaintenanceDuty;
import io.jobqueue.maintenance.MaintenanceOptions;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.maintenance.PruneBehind;
import io.jobqueue.maintenance.StoreDuties;
import io.jobqueue.payload.StoredPayloads;
import io.jobqueue.reference.ReferenceInterceptor;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.LogOptions;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ValidatingInterceptor;
import io.jobqueue.worker.options.WorkerOptions;
import io.jobqueue.worker.options.WorkerServices;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The worker of an application that runs jobs. */
@AutoConfiguration(after = { JobQueueTaskAutoConfiguration.class, JobQueueFlowAutoConfiguration.class,
		JobQueueTransactionAutoConfiguration.class })
@ConditionalOnProperty(name = "jobqueue.worker.enabled", havingValue = "true", matchIfMissing = true)
public final class JobQueueWorkerAutoConfiguration {

	@Bean
	@ConditionalOnThreading(Threading.VIRTUAL)
	WorkerThreads jobqueueVirtualThreads() {
		return WorkerThreads.virtual();
	}

	@Bean
	@ConditionalOnThreading(Threading.PLATFORM)
	WorkerThreads jobqueuePlatformThreads(ObjectProvider<JobQueueThreadsCustomizer> customizers) {
		return WorkerThreads.platform(customizers.orderedStream().toList());
	}

	@Bean
	WorkerOptions jobqueueWorkerOptions(JobQueueProperties properties) {
		return WorkerSettings.options(properties.worker());
	}

	@Bean
	MaintenanceOptions jobqueueMaintenanceOptions(WorkerOptions options, JobQueueProperties properties) {
		return new MaintenanceOptions(options.lease(), options.maxLosses(),
				RetentionSettings.options(properties.retention()));
	}

	@Bean
	PruneBehind jobqueuePruneBehind(StoreBackend store, MaintenanceOptions options) {
		return new PruneBehind(store, options.retention());
	}

	@Bean
	WorkerServices jobqueueWorkerServices(PruneBehind prune, TaskRegistry tasks, JobSerializer serializer,
			WorkerHooks hooks, WorkerThreads threads, BeanFactory beans) {
		TransactionalTaskCheck.check(tasks, prune.store(), hooks.transaction());
		return new WorkerServices(prune.store(), tasks, serializer, hooks.interceptors(), hooks.events(),
				InstantSource.system(), threads.executor(), new TaskExecutors(beans, tasks, threads.cpu()),
				hooks.childDecorator(), hooks.payloads(), LogOptions.DEFAULT, hooks.transaction(), hooks.flows());
	}

	@Bean
	WorkerHooks jobqueueWorkerHooks(ObjectProvider<JobInterceptor> interceptors, PayloadValidator validator,
			JobEvents events, ObjectProvider<StoredPayloads> payloads, ObjectProvider<AttemptTransaction> transactions,
			WorkerFlows flows) {
		return new WorkerHooks(
				Stream
					.concat(Stream.of(new ReferenceInterceptor(), new ValidatingInterceptor(validator)),
							interceptors.orderedStream())
					.toList(),
				events, ContextPropagation.decorator(), payloads.getIfAvailable(() -> StoredPayloads.NONE),
				transactions.getIfAvailable(() -> AttemptTransaction.NONE), flows);
	}

	@Bean
	JobWorker jobWorker(WorkerServices services, JobQueueProperties properties, WorkerOptions options,
			QueueSettings queues, Environment environment, ObjectProvider<JobQueueContainerCustomizer> customizers) {
		ShutdownTimeoutCheck.check(environment, options);
		ContainerCustomizers containers = new ContainerCustomizers(customizers.orderedStream().toList());
		return new JobWorker(() -> WorkerIdentities.of(properties.worker().id(), services.clock()),
				containers.apply(queues.containers(services.tasks().tasks())), containers.apply(queues.discovery()),
				options, services.withMaxResultSize(properties.result().maxSize().toBytes())
					.withLogs(WorkerSettings.logs(properties.logs())));
	}

	@Bean
	WorkerStatus jobqueueWorkerStatus(JobWorker worker) {
		return new JobWorkerStatus(worker);
	}

	@Bean
	ReadinessOnShutdown jobqueueReadinessOnShutdown(ApplicationContext context) {
		return new ReadinessOnShutdown(context);
	}

	@Bean
	MaintenanceRunner jobqueueMaintenance(JobWorker worker, WorkerServices services, MaintenanceOptions options,
			ObjectProvider<MaintenanceDuty> duties) {
		return new MaintenanceRunner(services.store().outage(), Stream
			.concat(StoreDuties.of(services.store(), worker::queues, options, worker::reclaimed, worker::idleHints)
				.stream(), duties.orderedStream())
			.toList());
	}

	@Bean
	ConfiguredLimits jobqueueConfiguredLimits(StoreBackend store, QueueSettings queues, TaskRegistry tasks,
			Environment environment) {
		return new ConfiguredLimits(store, environment.getProperty("spring.application.name", "application"),
				queues.rules(tasks.tasks()));
	}

	@Bean
	LostRules jobqueueLostRules(StoreBackend store, QueueSettings queues, TaskRegistry tasks,
			ObjectProvider<QueueConfigurer> configurers) {
		return new LostRules(store, queues.withRules(tasks.tasks()), configurers.orderedStream().toList());
	}

	@Bean
	ConfiguredPauses jobqueueConfiguredPauses(StoreBackend store, QueueSettings queues) {
		return new ConfiguredPauses(store.actions(), queues.pauses());
	}

}
