package io.jobqueue.autoconfigure;

import java.util.List;

import io.jobqueue.JobEventListener;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRateLimiter;
import io.jobqueue.PayloadValidator;
import io.jobqueue.JobSchedules;
import io.jobqueue.autoconfigure.event.ApplicationEvents;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.properties.ValueChecks;
import io.jobqueue.autoconfigure.queue.QueueSettings;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.management.AuditTrail;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.masking.MaskedBackend;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.management.StoreJobRateLimiter;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/** The beans of every application, also of one that only dispatches. */
@AutoConfiguration(afterName = { "io.jobqueue.autoconfigure.redis.RedisStoreAutoConfiguration",
		"io.jobqueue.autoconfigure.jdbc.JdbcStoreAutoConfiguration",
		"io.jobqueue.autoconfigure.MemoryStoreAutoConfiguration" })
@EnableConfigurationProperties(JobQueueProperties.class)
@ImportRuntimeHints(LibraryResources.class)
public final class JobQueueAutoConfiguration {

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor jobqueueValueChecks() {
		return ValueChecks::new;
	}

	@Bean
	ApplicationEvents jobqueueApplicationEvents(ApplicationContext context) {
		return new ApplicationEvents(context);
	}

	@Bean
	JobEvents jobqueueEvents(ObjectProvider<JobEventListener> listeners) {
		return new JobEvents(listeners.orderedStream().toList());
	}

	@Bean
	QueueSettings jobqueueQueueSettings(JobQueueProperties properties) {
		return new QueueSettings(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	StoreBackend jobStore(JobQueueProperties properties) {
		throw new NoStoreException(properties.store());
	}

	@Bean
	@ConditionalOnMissingBean
	PayloadValidator jobqueueNoPayloadValidator() {
		return PayloadValidator.NONE;
	}

	@Bean
	@ConditionalOnMissingBean
	JobExplorer jobExplorer(StoreBackend store, JobSerializer serializer, TaskRegistry tasks,
			ObjectProvider<RawQueues> rawQueues, PayloadMask mask) {
		return new StoreJobExplorer(store, serializer, (task) -> tasks.find(task).isPresent(),
				rawQueues.getIfAvailable(() -> new RawQueues(store, List.of())), mask);
	}

	@Bean
	@ConditionalOnMissingBean
	JobRateLimiter jobRateLimiter(StoreBackend store) {
		return new StoreJobRateLimiter(store);
	}

	@Bean
	@ConditionalOnMissingBean
	JobOperator jobOperator(StoreBackend store, ObjectProvider<JobSchedules> schedules,
			ObjectProvider<RawQueues> rawQueues, ObjectProvider<JobFlows> flows, JobEvents events, PayloadMask mask) {
		return new StoreJobOperator(new MaskedBackend(store, mask), schedules::getObject,
				rawQueues.getIfAvailable(() -> new RawQueues(store, List.of())),
				flows.getIfAvailable(() -> new JobFlows(store, FlowOptions.DEFAULT, events)), events);
	}

	@Bean
	AuditTrail jobqueueAuditTrail(StoreBackend store) {
		return new AuditTrail(store);
	}

}
