package io.jobqueue.autoconfigure.actuate;

import java.time.InstantSource;
import java.util.List;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedules;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.store.UnsupportedStorePartException;
import io.jobqueue.task.TaskRegistry;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The endpoint {@code jobqueue}, available only if the application exposes it.
 */
@AutoConfiguration(after = JobQueueTaskAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(endpoint = JobQueueEndpoint.class)
public final class JobQueueEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JobQueueEndpoint jobQueueEndpoint(JobExplorer explorer, JobOperator operator, TaskRegistry tasks,
			QueueSettings queues, JobSchedules schedules) {
		return new JobQueueEndpoint(explorer, operator, () -> list(schedules), tasks, queues.served(tasks.tasks()),
				InstantSource.system());
	}

	/** A store of the application need not have schedules. */
	private static List<JobSchedule> list(JobSchedules schedules) {
		try {
			return schedules.list();
		}
		catch (UnsupportedStorePartException ex) {
			return List.of();
		}
	}

}
