package io.jobqueue.autoconfigure.logs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobLogLine;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.task.settings.LogCapture;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class LogCaptureTests {

	private static final Logger logger = LoggerFactory.getLogger("shop.Orders");

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withUserConfiguration(Talk.class, TalkMuch.class, TalkAndWait.class)
		.withPropertyValues("jobqueue.worker.poll-interval=100ms");

	private final ApplicationContextRunner capturing = this.runner.withPropertyValues("jobqueue.logs.capture=info");

	@Test
	void linesOfTheThreadsOfAJobAreKeptInTheirOrder() {
		this.capturing.run((context) -> {
			logger.info("Not of a job");
			assertThat(log(context, "talk")).startsWith("INFO shop.Orders: Order 7 begins")
				.contains("INFO shop.Orders: item a", "INFO shop.Orders: item b", "own line")
				.noneMatch((line) -> line.contains("Not of a job") || line.contains("detail") || line.contains("other"))
				.last()
				.asString()
				.startsWith("WARN shop.Orders: Order {} failed" + System.lineSeparator()
						+ "java.lang.IllegalStateException: on purpose")
				.contains("at io.jobqueue.autoconfigure.logs.LogCaptureTests");
		});
	}

	@Test
	void nothingIsCapturedByDefault() {
		this.runner.withUserConfiguration()
			.run((context) -> assertThat(log(context, "talk")).containsExactly("own line"));
	}

	@Test
	void aTaskHasItsOwnLevel() {
		this.runner.run((context) -> assertThat(log(context, "talk-much")).hasSize(1)
			.allMatch((line) -> line.startsWith("ERROR")));
		this.capturing.run((context) -> assertThat(log(context, "talk-much")).hasSize(1));
	}

	@Test
	void linesAreReadWhileTheJobRuns() {
		this.capturing.run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("talk-and-wait", null);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			await().untilAsserted(() -> assertThat(explorer.log(id, 0)).extracting(JobLogLine::text)
				.containsExactly("INFO shop.Orders: begun"));
			context.getBean(TalkAndWait.class).release.countDown();
		});
	}

	@Test
	void twoApplicationsAddEachLineOnce() {
		this.capturing.run((first) -> this.capturing.run((second) -> {
			assertThat(log(second, "talk")).filteredOn((line) -> line.contains("begins")).hasSize(1);
			second.close();
			assertThat(log(first, "talk")).filteredOn((line) -> line.contains("begins")).hasSize(1);
		}));
		assertThat(root().getAppender("jobqueue-logs")).isNull();
	}

	@Test
	void theAppenderReturnsWhenLogbackIsConfiguredAgain() {
		this.capturing.run((context) -> {
			ch.qos.logback.classic.Level level = root().getLevel();
			List<ch.qos.logback.core.Appender<ch.qos.logback.classic.spi.ILoggingEvent>> others = new java.util.ArrayList<>();
			root().iteratorForAppenders().forEachRemaining(others::add);
			logback().reset();
			assertThat(root().getAppender("jobqueue-logs")).isNotNull();
			root().setLevel(level);
			others.stream().filter((each) -> !"jobqueue-logs".equals(each.getName())).forEach((each) -> {
				each.start();
				root().addAppender(each);
			});
			assertThat(log(context, "talk")).filteredOn((line) -> line.contains("begins")).hasSize(1);
		});
	}

	@Test
	void anotherLoggingSystemIsRefused() {
		assertThatExceptionOfType(LogCaptureException.class)
			.isThrownBy(() -> new CapturedLogs(LogCapture.WARN, List.of(), new NOPLoggerFactory(), null))
			.withMessage("'jobqueue.logs.capture' is 'warn', but the lines of jobs are captured from Logback only, "
					+ "and SLF4J uses org.slf4j.helpers.NOPLoggerFactory");
		Contexts.assertFails(
				this.capturing.withClassLoader(new FilteredClassLoader("ch.qos.logback.classic.LoggerContext")),
				"'jobqueue.logs.capture' is 'info'");
		this.runner.withClassLoader(new FilteredClassLoader("ch.qos.logback.classic.LoggerContext"))
			.withUserConfiguration(Talk.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("'talk-much'"));
		assertThat(new LogCaptureFailureAnalyzer()
			.analyze(new IllegalStateException(new LogCaptureException("'x'", "Other")))
			.getAction()).contains("spring-boot-starter-logging");
	}

	private static List<String> log(AssertableApplicationContext context, String task) {
		JobId id = context.getBean(JobDispatcher.class).dispatch(task, null);
		JobExplorer explorer = context.getBean(JobExplorer.class);
		explorer.await(id, Duration.ofSeconds(30));
		return explorer.log(id, 0).stream().map(JobLogLine::text).toList();
	}

	private static LoggerContext logback() {
		return (LoggerContext) LoggerFactory.getILoggerFactory();
	}

	private static ch.qos.logback.classic.Logger root() {
		return logback().getLogger(Logger.ROOT_LOGGER_NAME);
	}

	@JobTask(name = "talk")
	static class Talk implements JobHandler<Void, Void> {

		@Override
		public Void handle(Void payload, JobContext job) throws Exception {
			logger.info("Order {} begins", 7);
			logger.debug("detail");
			job.map(2, List.of("a", "b"), (item) -> {
				logger.info("item {}", item);
				return item;
			});
			Thread other = new Thread(() -> logger.info("other"));
			other.start();
			other.join();
			job.log("own line");
			logger.warn("Order {} failed", new IllegalStateException("on purpose"));
			return null;
		}

	}

	@JobTask(name = "talk-much", captureLogs = "${talk.level:error}")
	static class TalkMuch implements JobHandler<Void, Void> {

		@Override
		public Void handle(Void payload, JobContext job) {
			logger.warn("much");
			logger.error("an error");
			return null;
		}

	}

	@JobTask(name = "talk-and-wait")
	static class TalkAndWait implements JobHandler<Void, Void> {

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		public Void handle(Void payload, JobContext job) throws InterruptedException {
			logger.info("begun");
			this.release.await();
			return null;
		}

	}

}
