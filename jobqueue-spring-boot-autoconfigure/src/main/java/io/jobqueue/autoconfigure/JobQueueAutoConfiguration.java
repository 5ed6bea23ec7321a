package io.jobqueue.autoconfigure;

import java.time.InstantSource;
import java.util.Set;

import io.jobqueue.DispatchInterceptor;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.autoconfigure.JobQueueProperties.Payload;
import io.jobqueue.dispatch.DispatchHooks;
import io.jobqueue.dispatch.DispatchListener;
import io.jobqueue.dispatch.StoringJobDispatcher;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * What every application of jobqueue has, also one that only dispatches.
 */
@AutoConfiguration(
		after = { RedisStoreAutoConfiguration.class, JdbcStoreAutoConfiguration.class,
				MemoryStoreAutoConfiguration.class },
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@EnableConfigurationProperties(JobQueueProperties.class)
public final class JobQueueAutoConfiguration {

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor jobqueueValueChecks() {
		return ValueChecks::new;
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
	JobSerializer jobSerializer(JobQueueProperties properties, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<JobQueuePayloadMapperCustomizer> customizers) {
		if (properties.payload().mapper() == Payload.Mapper.DEFAULT) {
			return new JacksonJobSerializer((builder) -> customize(builder, customizers));
		}
		JsonMapper.Builder builder = mapper.getIfUnique(() -> {
			throw PropertyChecks.invalid("jobqueue.payload.mapper", "application",
					"needs one bean of type JsonMapper, or a primary one: add spring-boot-starter-jackson");
		}).rebuild();
		customize(builder, customizers);
		return new JacksonJobSerializer(builder.build());
	}

	private static void customize(JsonMapper.Builder builder,
			ObjectProvider<JobQueuePayloadMapperCustomizer> customizers) {
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
	}

	@Bean
	@ConditionalOnMissingBean
	TaskRegistry jobTaskRegistry(ConfigurableListableBeanFactory beans, Environment environment,
			JobQueueProperties properties, JobSerializer serializer) {
		return new TaskScanner(beans, RetrySettings.taskDefaults(properties, environment::resolveRequiredPlaceholders),
				serializer)
			.scan();
	}

	/** Proxies are known once their beans are made. */
	@Bean
	SmartInitializingSingleton jobTaskCheck(TaskRegistry tasks) {
		return tasks::check;
	}

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
	@ConditionalOnMissingBean
	JobDispatcher jobDispatcher(DispatchTarget target, TaskRegistry tasks, JobSerializer serializer,
			JobQueueProperties properties, ObjectProvider<DispatchInterceptor> interceptors,
			ObjectProvider<DispatchListener> listeners) {
		DispatchHooks hooks = new DispatchHooks(interceptors.orderedStream().toList(),
				listeners.orderedStream().toList());
		return new StoringJobDispatcher(target.backend(), tasks, serializer,
				DispatchSettings.options(properties.dispatch(), properties.payload()), hooks, InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	JobExplorer jobExplorer(StoreBackend store, JobSerializer serializer, TaskRegistry tasks) {
		return new StoreJobExplorer(store, serializer, (task) -> tasks.find(task).isPresent());
	}

	@Bean
	UnservedQueues jobqueueUnservedQueues(StoreBackend store, TaskRegistry tasks, JobQueueProperties properties,
			QueueSettings queues) {
		return new UnservedQueues(() -> store.browser().workers(),
				properties.worker().enabled() ? queues.served(tasks.tasks()) : Set.of(), InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	JobOperator jobOperator(StoreBackend store) {
		return new StoreJobOperator(store);
	}

}
