package io.jobqueue.task;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.annotation.Retry;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class TaskScannerTests {

	private static final RetryPolicy EXTERNAL = new RetryPolicy(9, Duration.ofSeconds(1), 3, Duration.ofHours(2), 0.5,
			java.util.Set.of(), java.util.Set.of());

	private static final UnaryOperator<String> PLACEHOLDERS = (text) -> text.replace("${mail.queue}", "emails");

	private static final TaskDefaults DEFAULTS = new TaskDefaults("standard", Duration.ofMinutes(7),
			RetryPolicy.DEFAULT, Map.of("external", EXTERNAL), PLACEHOLDERS);

	private final JobContext job = mock(JobContext.class);

	@Test
	void handlerClassIsFoundWithItsSettings() {
		Task task = task("send-welcome", SendWelcome.class);
		assertThat(task.queue()).isEqualTo("emails");
		assertThat(task.timeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(task.payloadType()).isEqualTo(String.class);
		assertThat(task.aliases()).containsExactly("welcome");
		assertThat(task.tags()).hasSize(2).startsWith("mail");
		assertThat(task.executor()).isNull();
		assertThat(task.source()).contains("sendWelcome", "SendWelcome");
	}

	@Test
	void handlerClassIsInvoked() throws Exception {
		assertThat(task("send-welcome", SendWelcome.class).invoke("ann", this.job)).isEqualTo("welcome ann");
	}

	@Test
	void whatIsNotDeclaredComesFromTheDefaults() {
		Task task = task("reports.plain", Reports.class);
		assertThat(task.queue()).isEqualTo("standard");
		assertThat(task.timeout()).isEqualTo(Duration.ofMinutes(7));
		assertThat(task.retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
	}

	@Test
	void retryMergesOverItsNamedPolicy() {
		RetryPolicy policy = task("reports.build", Reports.class).retryPolicy();
		assertThat(policy.maxRetries()).isEqualTo(1);
		assertThat(policy.multiplier()).isEqualTo(3);
		assertThat(policy.maxDelay()).isEqualTo(Duration.ofHours(2));
		assertThat(policy.excludes()).containsExactly(IllegalStateException.class);
	}

	@Test
	void methodTakesContextAndPayloadInAnyOrder() throws Exception {
		Task task = task("reports.build", Reports.class);
		assertThat(task.invoke(List.of("a", "b"), this.job)).isEqualTo("built [a, b] true");
		assertThat(task.payloadType().getTypeName()).isEqualTo("java.util.List<java.lang.String>");
	}

	@Test
	void methodWithoutPayloadReadsNone() throws Exception {
		Task task = task("reports.plain", Reports.class);
		assertThat(task.payloadType()).isEqualTo(Void.class);
		assertThat(task.invoke(null, this.job)).isEqualTo("plain");
	}

	@Test
	void inheritedGenericMethodHasTheTypeOfTheSubclass() {
		Type type = task("orders.importAll", Orders.class).payloadType();
		assertThat(type.getTypeName()).isEqualTo("java.util.List<java.lang.Integer>");
	}

	@Test
	void genericHandlerHasTheTypeOfTheSubclass() {
		assertThat(task("integer-batch", IntegerBatch.class).payloadType().getTypeName())
			.isEqualTo("java.util.List<java.lang.Integer>");
	}

	@Test
	void handlerOfABeanMethodTakesTheTypeItIsDeclaredWith() {
		assertThat(task("typed", BeanMethods.class).payloadType()).isEqualTo(Integer.class);
	}

	@Test
	void aliasFindsTheTask() {
		assertThat(scan(SendWelcome.class).find("welcome")).map(Task::name).contains("send-welcome");
	}

	@Test
	void errorsOfTheHandlerPassUnwrapped() {
		assertThatExceptionOfType(java.io.IOException.class)
			.isThrownBy(() -> task("reports.broken", Reports.class).invoke(null, this.job));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> task("reports.error", Reports.class).invoke(null, this.job));
	}

	@Test
	void failureGoesToTheMethodOfTheTask() throws Exception {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Reports.class)) {
			Task task = new TaskScanner(context.getBeanFactory(), DEFAULTS).scan().find("reports.build").orElseThrow();
			task.onFailure(List.of("a"), mock(JobFailure.class));
			assertThat(context.getBean(Reports.class).failed.get()).isEqualTo(List.of("a"));
		}
	}

	@Test
	void handlersOwnShouldRetryStandsAboveThePolicy() {
		assertThat(task("stubborn", Stubborn.class).shouldRetry("x", new IllegalStateException())).isTrue();
		assertThat(task("reports.build", Reports.class).shouldRetry("x", new IllegalStateException())).isFalse();
	}

	@Test
	void scanCreatesNoLazyBean() {
		LazyReports.created = false;
		assertThat(scan(LazyReports.class).find("lazy-reports.run")).isPresent();
		assertThat(LazyReports.created).isFalse();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "PrivateMethod, is private", "TwoPayloads, a payload twice",
			"NoHandler, is no JobHandler", "RawHandler, without a payload type",
			"BadTimeout, 'timeout' cannot be '10 apples'", "BadRetries, 'retry.maxRetries' cannot be '-2",
			"BadMultiplier, 'retry.multiplier' cannot be '0.5'", "BadJitter, from 0.0 to 1.0",
			"EndlessTimeout, at most 36500d", "NoTimeout, a duration of at least 1ms",
			"DelayAboveTheLongest, \"'retry.delay' cannot be '2h'; it is more than 'retry.maxDelay', which is 1h\"",
			"UnknownPolicy, the configured policies are external", "BadQueue, 'a b' is no name for a queue",
			"BadName, 'a/b' is no name for a task", "SameName, is the name or an alias of two tasks",
			"FailureOfNobody, which does not exist", "FailureOfOtherType, takes java.lang.Integer",
			"TwoFailures, has two @OnFailure methods", "StaticMethod, is static",
			"AnnotatedHandle, move the annotation to the class", "AnnotatedTwice, move the annotation to the class" })
	void mistakeIsRefusedWithItsBeanAndTheWayOut(String type, String message) throws Exception {
		Class<?> bean = Class.forName(InvalidTasks.class.getName() + "$" + type);
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> scan(bean))
			.withMessageContaining(message)
			.withMessageContaining(type);
	}

	private static Task task(String name, Class<?>... beans) {
		return scan(beans).find(name).orElseThrow();
	}

	/** The context stays open, as the tasks take their beans from it. */
	@SuppressWarnings("resource")
	private static TaskRegistry scan(Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans);
		return new TaskScanner(context.getBeanFactory(), DEFAULTS).scan();
	}

	@JobTask(queue = "${mail.queue}", timeout = "30s", aliases = "welcome", tags = { "mail", "${mail.queue}" },
			beanName = "sendWelcome")
	static class SendWelcome implements JobHandler<String, String> {

		@Override
		public String handle(String payload, JobContext job) {
			return "welcome " + payload;
		}

	}

	@JobTask(retry = @Retry(maxRetries = 1))
	static class Stubborn implements JobHandler<String, String> {

		@Override
		public String handle(String payload, JobContext job) {
			return payload;
		}

		@Override
		public boolean shouldRetry(String payload, Throwable error) {
			return true;
		}

	}

	static class Reports {

		final AtomicReference<Object> failed = new AtomicReference<>();

		@JobTask(retry = @Retry(value = "external", maxRetries = 1, excludes = IllegalStateException.class))
		String build(JobContext job, List<String> parts) {
			return "built " + parts + " " + (job != null);
		}

		@JobTask
		String plain() {
			return "plain";
		}

		@JobTask
		void broken() throws java.io.IOException {
			throw new java.io.IOException("broken");
		}

		@JobTask
		void error() {
			throw new AssertionError("error");
		}

		@OnFailure("reports.build")
		void failed(JobFailure failure, List<String> parts) {
			this.failed.set(parts);
		}

	}

	abstract static class Importer<T> {

		@JobTask
		void importAll(List<T> items) {
		}

	}

	static class Orders extends Importer<Integer> {

	}

	abstract static class Batch<T> implements JobHandler<List<T>, Void> {

		@Override
		public Void handle(List<T> payload, JobContext job) {
			return null;
		}

	}

	@JobTask
	static class IntegerBatch extends Batch<Integer> {

	}

	static class BeanMethods {

		@Bean
		@JobTask
		JobHandler<Integer, Integer> typed() {
			return (payload, job) -> payload;
		}

	}

	@Lazy
	static class LazyReports {

		static boolean created;

		LazyReports() {
			created = true;
		}

		@JobTask
		void run() {
		}

	}

}
