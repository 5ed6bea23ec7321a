package io.jobqueue.autoconfigure.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a job calls and maps, in an application.
 */
class ContextPropagationTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(Mapping.class);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void callsOfAMapHaveTheContextAndTheObservation(boolean virtual) {
		this.runner.withUserConfiguration(Observed.class)
			.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.run((context) -> {
				JobId id = context.getBean(JobDispatcher.class).dispatch("mapping.map", null);
				JobExplorer explorer = context.getBean(JobExplorer.class);
				assertThat(explorer.await(id, Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
				assertThat(explorer.result(id, String[].class).orElseThrow()).containsOnly(id + " in attempt");
			});
	}

	@Test
	void aSubtaskIsObserved() {
		this.runner.withUserConfiguration(Observed.class).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("mapping.call", null);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			explorer.await(id, Duration.ofSeconds(10));
			assertThat(explorer.result(id, String.class)).contains("jobqueue.job.call");
		});
	}

	@Test
	void anExecutorThatSpringDecoratesKeepsTheContext() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("spring.task.execution.propagate-context=true")
			.withBean(Submitting.class)
			.run((context) -> {
				JobId id = context.getBean(JobDispatcher.class).dispatch("submitting.submit", null);
				JobExplorer explorer = context.getBean(JobExplorer.class);
				assertThat(explorer.await(id, Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
				assertThat(explorer.result(id, String.class)).contains(id.value());
			});
	}

	@Test
	void withoutARegistryNothingIsObserved() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(JobQueueObservationAutoConfiguration.class));
		this.runner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static class Mapping {

		@JobTask
		List<String> map(JobContext job) throws Exception {
			CyclicBarrier together = new CyclicBarrier(3);
			Observation attempt = Observation.createNotStarted("attempt", Observed.REGISTRY);
			return attempt.<List<String>, Exception>observeChecked(() -> job.map(3, List.of(1, 2, 3), (item) -> {
				together.await();
				return JobContext.current().id() + " in " + name();
			}));
		}

		@JobTask
		String call(JobContext job) throws Exception {
			return job.call("mapping.name", null, String.class);
		}

		@JobTask
		String name() {
			Observation current = Observed.REGISTRY.getCurrentObservation();
			return (current != null) ? current.getContext().getName() : "nothing";
		}

	}

	static class Submitting {

		private final AsyncTaskExecutor executor;

		Submitting(AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		@JobTask
		String submit() throws Exception {
			return this.executor.submit(() -> JobContext.current().id().value()).get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observed {

		static final ObservationRegistry REGISTRY = ObservationRegistry.create();

		static {
			REGISTRY.observationConfig().observationHandler(new ObservationHandler<>() {
				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}
			});
		}

		@Bean
		ObservationRegistry observationRegistry() {
			return REGISTRY;
		}

	}

}
