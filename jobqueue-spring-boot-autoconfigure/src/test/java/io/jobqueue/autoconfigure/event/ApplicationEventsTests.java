package io.jobqueue.autoconfigure.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEvent;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ApplicationEventsTests {

	private final List<JobEvent> events = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withBean(Echo.class)
		.withBean("direct", JobEventListener.class, () -> this.events::add);

	@Test
	void listenerBeanIsCalledWithAllEvents() {
		this.runner.run((context) -> {
			JobId id = runJob(context);
			assertThat(this.events).hasSize(3)
				.contains(new JobEvent.Dispatched("default", "echo", 1))
				.filteredOn(JobEvent.OfAttempt.class::isInstance)
				.extracting((event) -> ((JobEvent.OfAttempt) event).id())
				.containsOnly(id);
		});
	}

	@Test
	void methodIsCalledWithTheTypesThatItNamesAndOnlyTheseArePublished() {
		this.runner.withBean(Ends.class).withBean(AnyObject.class).run((context) -> {
			JobId id = runJob(context);
			Awaitility.await().until(() -> context.getBean(AnyObject.class).events.size() == 1);
			assertThat(context.getBean(Ends.class).events).singleElement().satisfies((end) -> {
				assertThat(end.id()).isEqualTo(id);
				assertThat(end.status()).isEqualTo(JobStatus.SUCCESS);
			});
			assertThat(context.getBean(AnyObject.class).events).isEqualTo(context.getBean(Ends.class).events);
		});
	}

	@Test
	void methodForAllTypesIsCalledWithEach() {
		this.runner.withBean(AllEvents.class).run((context) -> {
			runJob(context);
			Awaitility.await().until(() -> context.getBean(AllEvents.class).events.size() == 3);
		});
	}

	@Test
	void nothingIsPublishedForAMethodThatTakesAnyObject() {
		this.runner.withBean(AnyObject.class).run((context) -> {
			runJob(context);
			assertThat(context.getBean(AnyObject.class).events).isEmpty();
		});
	}

	@Test
	void listenerBeansThatDoNotExistYetAreCalled() {
		this.runner.withUserConfiguration(LazyListeners.class).run((context) -> {
			runJob(context);
			LazyListeners lazy = context.getBean(LazyListeners.class);
			Awaitility.await().until(() -> lazy.ends.size() == 1 && lazy.starts.size() == 1);
		});
	}

	@Test
	void nothingIsPublishedForLazyListenersOfOtherEvents() {
		this.runner.withUserConfiguration(LazyOthers.class).withBean(AnyObject.class).run((context) -> {
			runJob(context);
			assertThat(context.getBean(AnyObject.class).events).isEmpty();
		});
	}

	@Test
	void listenerOfTheParentContextIsCalled() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Ends.class)) {
			this.runner.withParent(parent).run((context) -> {
				runJob(context);
				Awaitility.await().until(() -> parent.getBean(Ends.class).events.size() == 1);
			});
		}
	}

	@Test
	void methodThatThrowsHarmsNoJobAndNoOtherListener(CapturedOutput output) {
		this.runner.withBean(Broken.class).run((context) -> {
			runJob(context);
			assertThat(this.events).hasSize(3);
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("with an event Finished").contains("on purpose"));
		});
	}

	@Test
	void methodThatHangsHarmsNoJob() {
		this.runner.withBean(Hanging.class).run((context) -> {
			runJob(context);
			Hanging hanging = context.getBean(Hanging.class);
			hanging.entered.await();
			this.events.clear();
			runJob(context);
			hanging.released.countDown();
			Awaitility.await().until(() -> hanging.entries.get() == 2);
		});
	}

	/** Run a job until its last event has been published. */
	private JobId runJob(ApplicationContext context) throws Exception {
		JobId id = context.getBean(JobDispatcher.class).dispatch("echo", "x");
		assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(10)).status())
			.isEqualTo(JobStatus.SUCCESS);
		Awaitility.await().until(() -> this.events.stream().anyMatch(JobEvent.Finished.class::isInstance));
		Awaitility.await().until(() -> this.events.size() == 3);
		return id;
	}

	static class Echo {

		@JobTask(name = "echo")
		public String echo(String text) {
			return text;
		}

	}

	static class Ends {

		final List<JobEvent.Finished> events = new CopyOnWriteArrayList<>();

		@EventListener
		void onEnd(JobEvent.Finished event) {
			this.events.add(event);
		}

	}

	static class AllEvents {

		final List<JobEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void onEvent(JobEvent event) {
			this.events.add(event);
		}

	}

	static class AnyObject {

		final List<JobEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void onAny(Object event) {
			if (event instanceof JobEvent jobEvent) {
				this.events.add(jobEvent);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListeners {

		final List<Object> ends = new CopyOnWriteArrayList<>();

		final List<Object> starts = new CopyOnWriteArrayList<>();

		@Bean
		@Lazy
		ApplicationListener<PayloadApplicationEvent<JobEvent.Finished>> lazyListener() {
			return (event) -> this.ends.add(event.getPayload());
		}

		@Bean
		@Scope("prototype")
		OnStart prototypeListener() {
			return new OnStart(this.starts);
		}

	}

	record OnStart(List<Object> starts) implements ApplicationListener<PayloadApplicationEvent<JobEvent.Started>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<JobEvent.Started> event) {
			this.starts.add(event.getPayload());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyOthers {

		@Bean
		@Lazy
		ApplicationListener<ContextClosedEvent> onClose() {
			return (event) -> {
			};
		}

		@Bean
		@Lazy
		ApplicationListener<ApplicationEvent> onAny() {
			return (event) -> {
			};
		}

	}

	static class Hanging {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch released = new CountDownLatch(1);

		final AtomicInteger entries = new AtomicInteger();

		@EventListener
		void onEvent(JobEvent.Started event) throws InterruptedException {
			this.entries.incrementAndGet();
			this.entered.countDown();
			this.released.await();
		}

	}

	static class Broken {

		@EventListener
		void onEvent(JobEvent event) {
			throw new IllegalStateException("on purpose");
		}

	}

}
