package io.jobqueue.task;

import java.lang.reflect.Proxy;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/** Beans whose bean methods declare less than their class, which are created late. */
class LateTypeTests {

	@ParameterizedTest
	@CsvSource({ "MethodTask, task 'printing-mailer.send', Mailer, PrintingMailer",
			"NamedByItsClass, task 'stamping-press.press', Press, StampingPress",
			"HandlerTask, task 'hidden-handler', JobHandler, HiddenHandler",
			"FailureMethod, @OnFailure method failed, Object, Complaints" })
	void taskThatTheSearchMissedIsRefusedByTheCheck(String configuration, String missed, String known, String returned)
			throws Exception {
		Class<?> type = Class.forName(LateTypeTests.class.getName() + "$" + configuration);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Search.class, type)) {
			TaskRegistry tasks = context.getBean(TaskRegistry.class);
			assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(tasks::check)
				.withMessageContainingAll("'late'", missed, known, "@Bean method return " + returned);
		}
	}

	@Test
	void classThatIsKnownBecauseItsBeanIsThereIsNoReasonToRefuse() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(MethodTask.class,
				Search.class)) {
			TaskRegistry tasks = context.getBean(TaskRegistry.class);
			tasks.check();
			assertThat(tasks.find("printing-mailer.send")).isPresent();
		}
	}

	@Test
	void fixedNameOfAnInterfaceIsTheSameBeforeAndAfter() throws Exception {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Search.class,
				FixedName.class)) {
			TaskRegistry tasks = context.getBean(TaskRegistry.class);
			tasks.check();
			assertThat(tasks.find("fold").orElseThrow().invoke("a", mock(JobContext.class))).isEqualTo("folded a");
		}
	}

	@Test
	void proxyHasTheTasksOfItsInterface() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Search.class,
				HandMadeProxy.class)) {
			TaskRegistry tasks = context.getBean(TaskRegistry.class);
			tasks.check();
			assertThat(tasks.find("press.press")).isPresent();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class HandMadeProxy {

		@Bean
		Press late() {
			return (Press) Proxy.newProxyInstance(Press.class.getClassLoader(), new Class<?>[] { Press.class },
					(proxy, method, arguments) -> (method.getReturnType() == int.class) ? 1 : null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Search {

		@Bean
		TaskRegistry tasks(ConfigurableListableBeanFactory beans) {
			return new TaskScanner(beans, TaskDefaults.DEFAULT).scan();
		}

		@Bean
		Letters letters() {
			return new Letters();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MethodTask {

		@Bean
		Mailer late() {
			return new PrintingMailer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedByItsClass {

		@Bean
		Press late() {
			return new StampingPress();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerTask {

		@Bean
		JobHandler<String, String> late() {
			return new HiddenHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailureMethod {

		@Bean
		Object late() {
			return new Complaints();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FixedName {

		@Bean
		Folder late() {
			return (paper) -> "folded " + paper;
		}

	}

	interface Mailer {

		void send(String letter);

	}

	static class PrintingMailer implements Mailer {

		@Override
		@JobTask
		public void send(String letter) {
		}

	}

	interface Press {

		@JobTask
		void press(String paper);

	}

	static class StampingPress implements Press {

		@Override
		public void press(String paper) {
		}

	}

	@JobTask(name = "hidden-handler")
	static class HiddenHandler implements JobHandler<String, String> {

		@Override
		public String handle(String payload, JobContext job) {
			return payload;
		}

	}

	static class Letters {

		@JobTask(name = "letters")
		void write(String letter) {
		}

	}

	static class Complaints {

		@OnFailure("letters")
		void failed(String letter, JobFailure failure) {
		}

	}

	interface Folder {

		@JobTask(name = "fold")
		String fold(String paper);

	}

}
