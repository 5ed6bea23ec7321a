package io.jobqueue.autoconfigure.run;

import java.util.stream.Stream;

import io.jobqueue.JobInterceptor;
import io.jobqueue.PayloadValidator;
import io.jobqueue.autoconfigure.dispatch.JobQueueDispatchAutoConfiguration;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.transaction.JobQueueTransactionAutoConfiguration;
import io.jobqueue.autoconfigure.worker.TaskExecutors;
import io.jobqueue.reference.ReferenceInterceptor;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.options.ValidatingInterceptor;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Runs one task instead of serving queues, if the command line names one. */
@AutoConfiguration(after = { JobQueueDispatchAutoConfiguration.class, JobQueueTransactionAutoConfiguration.class })
@ConditionalOnProperty(JobQueueRunAutoConfiguration.TASK)
public final class JobQueueRunAutoConfiguration {

	static final String TASK = "jobqueue.run.task";

	@Bean
	RunServices jobqueueRunServices(JobSerializer serializer, PayloadValidator validator,
			ObjectProvider<JobInterceptor> interceptors, BeanFactory beans, TaskRegistry tasks,
			JobQueueProperties properties) {
		return new RunServices(serializer, validator,
				Stream
					.concat(Stream.of(new ReferenceInterceptor(), new ValidatingInterceptor(validator)),
							interceptors.orderedStream())
					.toList(),
				new TaskExecutors(beans, tasks, JobQueueRunAutoConfiguration::runAlone),
				properties.result().maxSize().toBytes(),
				beans.getBeanProvider(AttemptTransaction.class).getIfAvailable(() -> AttemptTransaction.NONE));
	}

	/** There is one job, so that no pool is needed. */
	private static void runAlone(Runnable work) {
		Thread thread = new Thread(work, "jobqueue-cpu");
		thread.setDaemon(true);
		thread.start();
	}

	@Bean
	TaskRun jobqueueTaskRun(JobQueueProperties properties, TaskRegistry tasks, RunServices services,
			ConfigurableApplicationContext context) {
		return new TaskRun(properties.run(), tasks, services, context, System.out, System.err);
	}

}
