package io.jobqueue.autoconfigure;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.dispatch.JobQueueDispatchAutoConfiguration;
import io.jobqueue.autoconfigure.task.JobQueueTaskAutoConfiguration;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.serialization.JobSerializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class JobSerializerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, MemoryStoreAutoConfiguration.class,
				JobQueueAutoConfiguration.class, JobQueueTaskAutoConfiguration.class,
				JobQueueDispatchAutoConfiguration.class))
		.withPropertyValues("jobqueue.store=memory", "spring.jackson.property-naming-strategy=SNAKE_CASE");

	@Test
	void settingsOfTheApplicationDoNotChangeWhatIsStored() {
		this.runner.run((context) -> assertThat(context.getBean(JobSerializer.class).write(new Order(1)))
			.isEqualTo("{\"orderNumber\":1}"));
	}

	@Test
	void mapperOfTheApplicationIsUsedOnRequest() {
		this.runner.withPropertyValues("jobqueue.payload.mapper=application")
			.run((context) -> assertThat(context.getBean(JobSerializer.class).write(new Order(1)))
				.isEqualTo("{\"order_number\":1}"));
	}

	@Test
	void missingMapperOfTheApplicationIsNoSilentDefault() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MemoryStoreAutoConfiguration.class, JobQueueAutoConfiguration.class,
							JobQueueTaskAutoConfiguration.class, JobQueueDispatchAutoConfiguration.class))
			.withPropertyValues("jobqueue.store=memory", "jobqueue.payload.mapper=application")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("jobqueue.payload.mapper"));
	}

	@Test
	void serializerOfTheApplicationStands() {
		JacksonJobSerializer own = new JacksonJobSerializer();
		this.runner.withBean(JobSerializer.class, () -> own)
			.run((context) -> assertThat(context.getBean(JobSerializer.class)).isSameAs(own));
	}

	@Test
	void taskWhosePayloadCannotBeReadFailsTheStart() {
		this.runner.withUserConfiguration(AbstractTask.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(io.jobqueue.PayloadException.class)
				.hasMessageContaining(Runnable.class.getName()));
		this.runner.withUserConfiguration(AbstractTask.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(InvalidTaskException.class.getName()));
	}

	record Order(int orderNumber) {
	}

	@Configuration(proxyBeanMethods = false)
	static class AbstractTask {

		@Bean
		RunIt runIt() {
			return new RunIt();
		}

	}

	@JobTask
	static class RunIt implements JobHandler<Runnable, Void> {

		@Override
		public Void handle(Runnable payload, JobContext job) {
			return null;
		}

	}

}
