package io.jobqueue.autoconfigure;

import java.time.Duration;

import io.jobqueue.JobAwaitException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContextCornerTests {

	@Test
	void theWorkerStartsAlsoWhereBeansAreLazy() {
		Contexts.inMemory()
			.withBean(WelcomeTasks.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				JobId id = context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
				assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(10)).status())
					.isEqualTo(JobStatus.SUCCESS);
			});
	}

	@Test
	void theStoreIsCheckedAtStartAlsoWhereBeansAreLazy() {
		Contexts.withDatabase()
			.withPropertyValues("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=never",
					"jobqueue.worker.enabled=false")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void aStartThatFailsLeavesNoThread() {
		Contexts.inMemory()
			.withBean(WelcomeTasks.class)
			.withBean("bad", SmartLifecycle.class, FailingLifecycle::new)
			.run((context) -> assertThat(context).hasFailed());
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("jobqueue-")));
	}

	@Test
	void awaitSaysThatNoWorkerServesTheQueue() {
		Contexts.inMemory().withBean(WelcomeTasks.class).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch(JobRequest.of("welcome", "Ada").onQueue("nobody"));
			assertThatExceptionOfType(JobAwaitException.class)
				.isThrownBy(() -> context.getBean(JobExplorer.class).await(id, Duration.ofMillis(50)))
				.withMessageContaining("no worker serves queue 'nobody'");
		});
	}

	private static final class FailingLifecycle implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("The start fails");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return Integer.MAX_VALUE;
		}

	}

}
