package io.jobqueue.task;

import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.JobRequest;
import io.jobqueue.TaskRef;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.task.settings.TaskDefaults;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class TaskReferencesTests {

	@Test
	void handlerClassIsResolvedToItsBean() {
		assertThat(scan(Ping.class).resolve(new TaskRef.HandlerClass(Ping.class)))
			.isEqualTo(new TaskRegistry.Target("ping", "net"));
	}

	@Test
	void handlerClassWithoutABeanIsResolvedByItsAnnotation() {
		assertThat(scan().resolve(new TaskRef.HandlerClass(Ping.class)))
			.isEqualTo(new TaskRegistry.Target("ping", "net"));
	}

	@Test
	void aClassThatIsNoBeanIsWarnedOfOnce(CapturedOutput output) {
		TaskRegistry tasks = scan();
		tasks.resolve(new TaskRef.HandlerClass(Ping.class));
		tasks.resolve(new TaskRef.HandlerClass(Ping.class));
		assertThat(output).containsOnlyOnce("Jobs of task 'ping' are dispatched, which this application does not know");
	}

	@Test
	void whatIsToBeCalledIsFoundAmongTheBeansOnly(CapturedOutput output) {
		TaskRegistry tasks = scan(Ping.class, Mails.class);
		assertThat(tasks.find(new TaskRef.HandlerClass(Ping.class))).map(Task::name).contains("ping");
		assertThat(tasks.find(JobRequest.of(Mails::send, "x").task())).map(Task::name).contains("mails.send");
		assertThat(tasks.find(new TaskRef.Named("ping"))).map(Task::name).contains("ping");
		assertThat(scan().find(new TaskRef.HandlerClass(Ping.class))).isEmpty();
		assertThat(scan().find(JobRequest.of(Mails::send, "x").task())).isEmpty();
		assertThatExceptionOfType(UnknownTaskException.class)
			.isThrownBy(() -> tasks.find(new TaskRef.HandlerClass(Plain.class)))
			.withMessageContaining("Plain is no task: annotate it with @JobTask");
		assertThat(output).doesNotContain("Jobs of task");
	}

	@Test
	void handlerClassThatIsNoTaskIsRefused() {
		assertUnknown(scan(), new TaskRef.HandlerClass(Plain.class), "Plain is no task: annotate it with @JobTask");
	}

	@Test
	void handlerClassOfSeveralTasksIsRefused() {
		assertUnknown(scan(TwoPings.class), new TaskRef.HandlerClass(Plain.class), "belongs to several tasks");
	}

	@Test
	void methodReferencesOfAllShapesAreResolved() {
		TaskRegistry tasks = scan(Mails.class);
		assertThat(tasks.resolve(JobRequest.of(Mails::send, "x").task()).name()).isEqualTo("mails.send");
		assertThat(tasks.resolve(JobRequest.of(Mails::clean).task()).name()).isEqualTo("mails.clean");
		assertThat(tasks.resolve(JobRequest.of(Mails::count, 5).task()).name()).isEqualTo("mail-counter");
	}

	@Test
	void methodReferenceWithoutABeanIsResolvedByItsAnnotation() {
		assertThat(scan().resolve(JobRequest.of(Mails::send, "x").task()))
			.isEqualTo(new TaskRegistry.Target("mails.send", "mail"));
	}

	@Test
	void inheritedMethodIsThatOfTheClassBeforeTheColons() {
		TaskRegistry tasks = scan(Cats.class, Dogs.class);
		assertThat(tasks.resolve(JobRequest.of(Cats::feed, "x").task()).name()).isEqualTo("cats.feed");
		assertThat(tasks.resolve(JobRequest.of(Dogs::feed, "x").task()).name()).isEqualTo("dogs.feed");
		assertUnknown(tasks, JobRequest.of(Animals<String>::feed, "x").task(), "belongs to several tasks");
	}

	@Test
	void overriddenMethodIsFoundByTheTypeItComesFrom() {
		TaskRegistry tasks = scan(LoudCats.class);
		assertThat(tasks.resolve(JobRequest.of(LoudCats::feed, "x").task()).name()).isEqualTo("loud-cats.feed");
		assertThat(tasks.resolve(JobRequest.of(Cats::feed, "x").task()).name()).isEqualTo("loud-cats.feed");
	}

	@Test
	void methodOfAnInterfaceIsFoundByBeanAndByInterface() {
		TaskRegistry tasks = scan(StoredLedger.class);
		assertThat(tasks.resolve(JobRequest.of(Ledger::book, "x").task()).name()).isEqualTo("stored-ledger.book");
	}

	@Test
	void lambdaIsRefused() {
		TaskRef.PayloadMethod<Mails, String> lambda = (mails, text) -> mails.send(text);
		assertUnknown(scan(Mails.class), new TaskRef.Method(lambda), "Reports::build");
	}

	@Test
	void staticMethodIsRefused() {
		TaskRef.PlainMethod<Mails> reference = TaskReferencesTests::help;
		assertUnknown(scan(Mails.class), new TaskRef.Method(reference), "TaskReferencesTests.help");
	}

	@Test
	void methodThatIsNoTaskIsRefused() {
		assertUnknown(scan(Mails.class), JobRequest.of(Mails::forget).task(), "Mails.forget is no task");
	}

	@Test
	void resolutionIsFastOnceItIsKnown() {
		TaskRegistry tasks = scan(Mails.class);
		TaskRef.PayloadMethod<Mails, String> reference = Mails::send;
		assertThat(tasks.resolve(new TaskRef.Method(reference))).isSameAs(tasks.resolve(new TaskRef.Method(reference)));
	}

	@Test
	void methodBehindTheStaticOneOfKotlinIsResolved() {
		TaskRef.PayloadMethod<Mails, String> reference = TaskReferencesTests::main$send;
		assertThat(scan(Mails.class).resolve(new TaskRef.Method(reference)).name()).isEqualTo("mails.send");
		TaskRef.PayloadMethod<Mails, Integer> other = TaskReferencesTests::main$send;
		assertUnknown(scan(Mails.class), new TaskRef.Method(other), "TaskReferencesTests.main$send");
	}

	@Test
	void referenceWithoutSerialFormNamesTheWaysOut() {
		TaskRef.PayloadMethod<Mails, String> reference = new TaskRef.PayloadMethod<>() {

			@Override
			public void call(Mails mails, String text) {
				mails.send(text);
			}

		};
		assertUnknown(scan(Mails.class), new TaskRef.Method(reference), "by the class or the name of the task");
	}

	static void help(Mails mails) {
	}

	/**
	 * Of the form that Kotlin gives to a reference to a method that returns something.
	 */
	static void main$send(Mails mails, String text) {
		mails.send(text);
	}

	static void main$send(Mails mails, Integer text) {
	}

	private static void assertUnknown(TaskRegistry tasks, TaskRef ref, String message) {
		assertThatExceptionOfType(UnknownTaskException.class).isThrownBy(() -> tasks.resolve(ref))
			.withMessageContaining(message);
	}

	private static TaskRegistry scan(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			if (beans.length > 0) {
				context.register(beans);
			}
			context.refresh();
			return new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
		}
	}

	@JobTask(queue = "net")
	static class Ping implements JobHandler<String, Void> {

		@Override
		public @Nullable Void handle(String payload, JobContext job) {
			return null;
		}

	}

	static class Plain implements JobHandler<String, Void> {

		@Override
		public @Nullable Void handle(String payload, JobContext job) {
			return null;
		}

	}

	static class TwoPings {

		@Bean
		@JobTask(name = "ping-one")
		Plain one() {
			return new Plain();
		}

		@Bean
		@JobTask(name = "ping-two")
		Plain two() {
			return new Plain();
		}

	}

	static class Mails {

		@JobTask(queue = "mail")
		String send(String text) {
			return text;
		}

		@JobTask
		void clean() {
		}

		@JobTask(name = "mail-counter")
		void count(int number, JobContext job) {
		}

		void forget() {
		}

	}

	static class Animals<T> {

		@JobTask
		public void feed(T food) {
		}

	}

	static class Cats extends Animals<String> {

	}

	static class Dogs extends Animals<String> {

	}

	static class LoudCats extends Cats {

		@Override
		public void feed(String food) {
		}

	}

	interface Ledger {

		void book(String entry);

	}

	static class StoredLedger implements Ledger {

		@Override
		@JobTask
		public void book(String entry) {
		}

	}

}
