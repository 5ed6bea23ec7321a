package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.JobQueueContainerCustomizer;
import io.jobqueue.autoconfigure.JobQueuePayloadMapperCustomizer;
import io.jobqueue.autoconfigure.JobQueueThreadsCustomizer;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerOptions;
import io.jobqueue.worker.options.ContainerStatus;
import io.jobqueue.worker.options.QueueDiscovery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class CustomizerTests {

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "default", "application" })
	void payloadMapperIsChangedInOrder(String mapper) {
		this.runner.withUserConfiguration(Mappers.class)
			.withPropertyValues("jobqueue.payload.mapper=" + mapper)
			.run((context) -> assertThat(context.getBean(JobSerializer.class).write(new Parcel(1)))
				.isEqualTo("{\"parcel-number\":1}"));
	}

	@Test
	void whatWouldReadTypesFromPayloadsIsSetBack() {
		this.runner.withBean(JobQueuePayloadMapperCustomizer.class, () -> (builder) -> {
			builder.enable(SerializationFeature.INDENT_OUTPUT);
			builder.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL_AND_RECORDS);
		})
			.run((context) -> assertThat(context.getBean(JobSerializer.class).write(new Parcel(1)))
				.isEqualTo("{\"parcelNumber\":1}"));
	}

	@Test
	void containersOfQueuesAreChanged() {
		this.runner.withUserConfiguration(Containers.class)
			.withPropertyValues("jobqueue.queues.tenant-a.concurrency=3", "jobqueue.worker.concurrency=4")
			.run((context) -> assertThat(context.getBean(JobWorker.class).containers())
				.extracting(ContainerStatus::queue, ContainerStatus::capacity)
				.containsExactlyInAnyOrder(tuple("default", 4), tuple("tenant-a", 6)));
	}

	@Test
	void containersOfQueuesThatAreFoundLaterAreChanged() {
		QueueDiscovery discovery = new ContainerCustomizers(List.of(new Containers().twiceForTenants()))
			.apply(new QueueDiscovery(List.of(), (queue) -> new ContainerOptions(queue, 5)));
		assertThat(discovery.container().apply("tenant-b").concurrency()).isEqualTo(10);
	}

	@Test
	void aCustomizerThatReturnsAnotherQueueIsNamed() {
		this.runner.withBean(JobQueueContainerCustomizer.class, () -> (options) -> new ContainerOptions("elsewhere", 1))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidJobException.class)
				.hasMessageContaining("JobQueueContainerCustomizer")
				.hasMessageContaining("for queue 'default'"));
	}

	@Test
	void threadsAreChangedAndStayDaemons() {
		this.runner.withBean(JobQueueThreadsCustomizer.class, () -> (factory) -> {
			factory.setThreadNamePrefix("mine-");
			factory.setThreadPriority(Thread.MIN_PRIORITY);
			factory.setDaemon(false);
		}).withBean(ThreadTask.class).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("thread", "");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(explorer.await(id, Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(ThreadTask.seen.get(0)).startsWith("mine-").endsWith(" 1 true");
		});
	}

	record Parcel(int parcelNumber) {
	}

	static class ThreadTask {

		static final List<String> seen = new CopyOnWriteArrayList<>();

		@JobTask(name = "thread")
		public void run(String payload) {
			Thread current = Thread.currentThread();
			seen.add("%s %d %s".formatted(current.getName(), current.getPriority(), current.isDaemon()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Mappers {

		@Bean
		@Order(2)
		JobQueuePayloadMapperCustomizer last() {
			return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
		}

		@Bean
		@Order(1)
		JobQueuePayloadMapperCustomizer first() {
			return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		JobQueueContainerCustomizer twiceForTenants() {
			return (options) -> options.queue().startsWith("tenant-")
					? new ContainerOptions(options.queue(), 2 * options.concurrency()) : options;
		}

	}

}
