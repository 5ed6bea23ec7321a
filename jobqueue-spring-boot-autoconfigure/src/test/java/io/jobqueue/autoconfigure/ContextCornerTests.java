package io.jobqueue.autoconfigure;

import java.net.URL;
import java.net.URLClassLoader;
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
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;

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
		assertNoThread();
	}

	@Test
	void jobsOfAChildContextRunThereAndEndWithIt() {
		try (ConfigurableApplicationContext parent = new SpringApplicationBuilder(Parent.class)
			.web(WebApplicationType.NONE)
			.run();
				ConfigurableApplicationContext child = new SpringApplicationBuilder(Child.class).parent(parent)
					.web(WebApplicationType.NONE)
					.run("--jobqueue.store=memory")) {
			assertRuns(child);
		}
		assertNoThread();
	}

	@Test
	void aContextThatIsStartedAgainByAnotherClassLoaderRunsItsJobs() throws Exception {
		for (int start = 0; start < 2; start++) {
			try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());
					ConfigurableApplicationContext context = new SpringApplicationBuilder(Child.class)
						.resourceLoader(new DefaultResourceLoader(loader))
						.web(WebApplicationType.NONE)
						.run("--jobqueue.store=memory")) {
				assertRuns(context);
			}
			assertNoThread();
		}
	}

	private static void assertRuns(ApplicationContext context) {
		JobId id = context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
		assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(10)).status())
			.isEqualTo(JobStatus.SUCCESS);
	}

	private static void assertNoThread() {
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

	@Configuration(proxyBeanMethods = false)
	static class Parent {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WelcomeTasks.class)
	static class Child {

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
