package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.testsupport.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left of a context that was closed: no thread, and nothing in the log that a
 * person would have to look into.
 */
@Tag("process")
class StopTests {

	private static final int JOBS = 30;

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void attach() {
		this.log.start();
		root().addAppender(this.log);
	}

	@AfterEach
	void detach() {
		root().detachAppender(this.log);
	}

	static Stream<Arguments> stores() {
		return Stream.of(Arguments.of("memory", Contexts.inMemory()),
				Arguments.of("h2", Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc")),
				Arguments.of("redis", Contexts.withRedis()),
				Arguments.of("marked redis", Contexts.jobQueue()
					.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
					.withUserConfiguration(MarkedRedis.class)
					.withPropertyValues("spring.data.redis.port=1", "jobqueue.namespace=" + TestRedis.namespace())));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("stores")
	void noThreadOutlivesTheContext(String store, ApplicationContextRunner runner) {
		List<Thread> before = threads();
		several(runner).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(10));
		});
		assertThat(threads()).as(store).isSubsetOf(before);
		assertNoErrors();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("stores")
	void aStopRightAfterTheStartIsNoError(String store, ApplicationContextRunner runner) {
		List<Thread> before = threads();
		// The stop comes at another moment each time, while jobs run.
		for (int count : List.of(0, JOBS, JOBS + 1, JOBS + 3, JOBS + 10, 2 * JOBS)) {
			CountDownLatch events = new CountDownLatch(count);
			several(runner).withBean("events", JobEventListener.class, () -> (event) -> events.countDown())
				.run((context) -> {
					for (int i = 0; i < Math.min(count, JOBS); i++) {
						context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
					}
					assertThat(events.await(10, TimeUnit.SECONDS)).isTrue();
				});
		}
		assertThat(threads()).as(store).isSubsetOf(before);
		assertNoErrors();
	}

	@Test
	void aPhaseThatIsShorterThanTheStopIsWarnedOf() {
		Contexts.inMemory().withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=10s").run((context) -> {
		});
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.anyMatch((text) -> text.contains("'spring.lifecycle.timeout-per-shutdown-phase' is 10s")
					&& text.contains("may take 35s to stop"));
	}

	@Test
	void aPhaseThatIsLongEnoughIsNotWarnedOf() {
		Contexts.inMemory()
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=10s",
					"jobqueue.worker.shutdown-timeout=5s")
			.run((context) -> {
			});
		assertNoErrors();
	}

	/** With several queues, whose leases are renewed beside each other. */
	private static ApplicationContextRunner several(ApplicationContextRunner runner) {
		return runner.withBean(WelcomeTasks.class)
			.withPropertyValues("jobqueue.queues.a.concurrency=1", "jobqueue.queues.b.concurrency=1",
					"jobqueue.worker.lease-duration=3s", "jobqueue.metrics.sample-interval=20ms");
	}

	private void assertNoErrors() {
		assertThat(this.log.list).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEmpty();
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("jobqueue"))
			.toList();
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger("io.jobqueue");
	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedRedis {

		@Bean(defaultCandidate = false)
		@JobQueueRedis
		LettuceConnectionFactory jobRedis() {
			return new LettuceConnectionFactory(TestRedis.shared().host(), TestRedis.shared().port());
		}

	}

}
