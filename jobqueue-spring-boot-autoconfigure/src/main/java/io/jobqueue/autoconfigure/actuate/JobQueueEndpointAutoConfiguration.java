package io.jobqueue.autoconfigure.actuate;

import java.time.InstantSource;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobSchedules;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.limit.QueueRulesStore;
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
	EndpointActs jobQueueEndpointActs(JobOperator operator, AuditTrail audit) {
		return new EndpointActs(operator, audit);
	}

	@Bean
	@ConditionalOnMissingBean
	JobQueueEndpoint jobQueueEndpoint(JobExplorer explorer, EndpointActs acts, TaskRegistry tasks, QueueSettings queues,
			JobSchedules schedules, StoreBackend store) {
		EndpointDetails details = new EndpointDetails(explorer, schedules,
				(queue) -> store.part(QueueRulesStore.class).rules(queue));
		return new JobQueueEndpoint(explorer, acts, details, tasks, queues.served(tasks.tasks()),
				InstantSource.system());
	}

}
