package io.jobqueue.autoconfigure;

import java.time.InstantSource;

import io.jobqueue.JobInterceptor;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.maintenance.PruneBehind;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.JobListenerContainerRegistry;
import io.jobqueue.worker.WorkerListener;
import io.jobqueue.worker.WorkerServices;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The worker of an application that does not only dispatch.
 */
@AutoConfiguration(after = JobQueueAutoConfiguration.class)
@ConditionalOnProperty(name = "jobqueue.worker.enabled", havingValue = "true", matchIfMissing = true)
public final class JobQueueWorkerAutoConfiguration {

	@Bean
	@ConditionalOnThreading(Threading.VIRTUAL)
	WorkerThreads jobqueueVirtualThreads() {
		return WorkerThreads.virtual();
	}

	@Bean
	@ConditionalOnThreading(Threading.PLATFORM)
	WorkerThreads jobqueuePlatformThreads() {
		return WorkerThreads.platform();
	}

	@Bean
	PruneBehind jobqueuePruneBehind(StoreBackend store, JobQueueSettings settings) {
		return new PruneBehind(store, settings.maintenance().retention());
	}

	@Bean
	WorkerServices jobqueueWorkerServices(PruneBehind prune, TaskRegistry tasks, JobSerializer serializer,
			WorkerHooks hooks, WorkerThreads threads, BeanFactory beans) {
		return new WorkerServices(prune.store(), tasks, serializer, hooks.interceptors(), hooks.listeners(),
				InstantSource.system(), threads.executor(), new TaskExecutors(beans, tasks));
	}

	@Bean
	WorkerHooks jobqueueWorkerHooks(ObjectProvider<JobInterceptor> interceptors,
			ObjectProvider<WorkerListener> listeners) {
		return new WorkerHooks(interceptors.orderedStream().toList(), listeners.orderedStream().toList());
	}

	@Bean
	JobListenerContainerRegistry jobListenerContainerRegistry(WorkerServices services, JobQueueSettings settings,
			Environment environment) {
		ShutdownPhase.check(environment, settings.worker());
		return new JobListenerContainerRegistry(() -> WorkerIdentities.of(settings.workerId(), services.clock()),
				settings.queues().containers(services.tasks().tasks()), settings.queues().discovery(),
				settings.worker(), services.withMaxResultSize(settings.maxResultSize()));
	}

	@Bean
	WorkerStatus jobqueueWorkerStatus(JobListenerContainerRegistry registry) {
		return new RegistryStatus(registry);
	}

	@Bean
	TrafficRefusal jobqueueTrafficRefusal(ApplicationContext context) {
		return new TrafficRefusal(context);
	}

	@Bean
	MaintenanceRunner jobqueueMaintenance(JobListenerContainerRegistry registry, WorkerServices services,
			JobQueueSettings settings) {
		return new MaintenanceRunner(services.store(), registry::queues, settings.maintenance(), registry::reclaimed,
				registry::standing);
	}

	@Bean
	QueuePauses jobqueueQueuePauses(StoreBackend store, JobQueueSettings settings) {
		return new QueuePauses(store.control(), settings.queues().pauses());
	}

}
