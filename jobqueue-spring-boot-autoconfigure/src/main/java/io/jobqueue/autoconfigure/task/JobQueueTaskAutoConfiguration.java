package io.jobqueue.autoconfigure.task;

import io.jobqueue.autoconfigure.JobQueueAutoConfiguration;
import io.jobqueue.autoconfigure.JobQueuePayloadMapperCustomizer;
import io.jobqueue.autoconfigure.payload.EncryptionSettings;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.autoconfigure.payload.PayloadProperties;
import io.jobqueue.autoconfigure.properties.PropertyChecks;
import io.jobqueue.autoconfigure.task.RetrySettings;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.serialization.PayloadMask;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The tasks of the application and the serializer of their payloads. */
@AutoConfiguration(after = JobQueueAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
public final class JobQueueTaskAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JobSerializer jobSerializer(JobQueueProperties properties, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<JobQueuePayloadMapperCustomizer> customizers) {
		return EncryptionSettings.apply(properties.payload().encryption(),
				serializer(properties.payload(), mapper, customizers));
	}

	private static JacksonJobSerializer serializer(PayloadProperties payload, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<JobQueuePayloadMapperCustomizer> customizers) {
		if (payload.mapper() == PayloadProperties.Mapper.DEFAULT) {
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
	InitializingBean jobqueueEncryptionCheck(JobQueueProperties properties, JobSerializer serializer) {
		return () -> EncryptionSettings.check(properties.payload().encryption(), serializer);
	}

	@Bean
	PayloadMask jobqueuePayloadMask(JobSerializer serializer, TaskRegistry tasks) {
		return new PayloadMask(serializer, (name) -> tasks.find(name).map(Task::payloadType).orElse(null),
				(name) -> tasks.find(name).map(Task::resultType).orElse(null));
	}

	@Bean
	@ConditionalOnMissingBean
	TaskRegistry jobTaskRegistry(ConfigurableListableBeanFactory beans, Environment environment,
			JobQueueProperties properties, JobSerializer serializer) {
		return new TaskScanner(beans, RetrySettings.taskDefaults(properties, environment::resolveRequiredPlaceholders),
				serializer)
			.scan();
	}

	/** Proxies are known only after their beans are created. */
	@Bean
	SmartInitializingSingleton jobTaskCheck(TaskRegistry tasks) {
		return tasks::check;
	}

}
