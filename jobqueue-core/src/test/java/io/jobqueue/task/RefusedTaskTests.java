package io.jobqueue.task;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.Executor;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.task.settings.TaskDefaults;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tasks that cannot work are found at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedTaskTests {

	@ParameterizedTest
	@CsvSource({ "AsyncMethod,run,@Async", "AsyncClass,run,@Async", "AsyncHandler,handle,@Async",
			"AsyncHandlerFailure,onFailure,@Async", "AsyncFailureMethod,failed,@Async",
			"FutureMethod,run,CompletionStage", "PublisherMethod,run,CompletionStage",
			"PublisherHandler,Publisher,CompletionStage", "HiddenFutureHandler,handle,CompletionStage",
			"LateMethod,run,return its value", "LateHandler,CompletionStage,return its value",
			"RequestMethod,request,singleton", "SessionHandler,session,singleton" })
	void taskIsRefusedByTheScan(String type, String what, String wayOut) throws Exception {
		Class<?> bean = Class.forName(RefusedTasks.class.getName() + "$" + type);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("refused", bean);
			assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> scan(context))
				.withMessageContainingAll("'refused'", type, what, wayOut);
		}
	}

	@Test
	void aStageIsNoReasonToRefuse() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				RefusedTasks.StageMethod.class)) {
			assertThat(scan(context).find("stage-method.run")).isPresent();
		}
	}

	@Test
	void aScopeOfTheApplicationsOwnIsTaken() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(CustomScopeConfigurer.class, () -> {
				CustomScopeConfigurer scopes = new CustomScopeConfigurer();
				scopes.addScope("thread", new SimpleThreadScope());
				return scopes;
			});
			context.register(OfThread.class);
			context.refresh();
			assertThat(scan(context).find("of-thread.run")).isPresent();
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { FinalMethod.class, FinalHandler.class, FinalFailure.class, FinalFailureMethod.class })
	void aFinalMethodBehindAProxyIsRefusedByTheCheck(Class<?> type) {
		try (AnnotationConfigApplicationContext context = proxied(type, true)) {
			TaskRegistry tasks = scan(context);
			assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(tasks::check)
				.withMessageContainingAll("'bean'", type.getSimpleName(), "final");
		}
	}

	@Test
	void aFinalMethodWithoutAProxyWorks() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(FinalMethod.class)) {
			scan(context).check();
		}
	}

	@Test
	void aMethodThatAProxyOfInterfacesHidesIsRefusedByTheCheck() {
		try (AnnotationConfigApplicationContext context = proxied(Hidden.class, false)) {
			TaskRegistry tasks = scan(context);
			assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(tasks::check)
				.withMessageContainingAll("'bean'", "Hidden.run");
		}
	}

	@Test
	void allMethodsOfAProxiedHandlerPassTheCheck() throws Exception {
		try (AnnotationConfigApplicationContext context = proxied(Good.class, true)) {
			TaskRegistry tasks = scan(context);
			tasks.check();
			Task task = tasks.find("good").orElseThrow();
			assertThat(task.invoke("a", mock(JobContext.class))).isEqualTo("a0");
			assertThat(tasks.find("good.other").orElseThrow().invoke(null, mock(JobContext.class))).isEqualTo(0);
		}
	}

	@Test
	void anAsynchronousMethodByAnAnnotationOfTheApplicationIsRefusedByTheCheck() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(OwnAsync.class,
				InBackground.class)) {
			TaskRegistry tasks = scan(context);
			assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(tasks::check)
				.withMessageContainingAll("InBackground", "run", "thread");
		}
	}

	@Test
	void aLazyBeanIsNotMadeByTheCheck() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("lazy", Good.class, (definition) -> definition.setLazyInit(true));
			context.refresh();
			scan(context).check();
			assertThat(context.getBeanFactory().containsSingleton("lazy")).isFalse();
		}
	}

	@Test
	void aTaskThatSpringCallsByItselfIsWarnedOf(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listening.class)) {
			scan(context);
			assertThat(output).contains("Listening.run", "@EventListener", "outside of any job");
		}
	}

	private static TaskRegistry scan(AnnotationConfigApplicationContext context) {
		return new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
	}

	private static AnnotationConfigApplicationContext proxied(Class<?> type, boolean targetClass) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("advice", MethodInterceptor.class, () -> (invocation) -> invocation.proceed());
		context.registerBean("creator", BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("bean");
			creator.setInterceptorNames("advice");
			creator.setProxyTargetClass(targetClass);
			return creator;
		});
		context.registerBean("bean", type);
		context.refresh();
		return context;
	}

	static class FinalMethod {

		@JobTask
		public final void run() {
		}

	}

	@JobTask
	static class FinalHandler implements JobHandler<Object, Object> {

		@Override
		public final Object handle(Object payload, JobContext job) {
			return payload;
		}

	}

	@JobTask
	static class FinalFailure implements JobHandler<Object, Object> {

		@Override
		public Object handle(Object payload, JobContext job) {
			return payload;
		}

		@Override
		public final void onFailure(Object payload, JobFailure failure) {
		}

	}

	static class FinalFailureMethod {

		@JobTask
		public void run() {
		}

		@OnFailure("final-failure-method.run")
		public final void failed() {
		}

	}

	static class Hidden implements Runnable {

		@Override
		@JobTask
		public void run() {
		}

		@JobTask(name = "hidden")
		public void runHidden() {
		}

	}

	@JobTask
	static class Good implements JobHandler<String, String> {

		private final Integer number = 0;

		@Override
		public final String handle(String payload, JobContext job) {
			// The bridge method that takes an Object is not final.
			return payload + this.number;
		}

		@JobTask
		Integer other() {
			return this.number;
		}

	}

	@Scope("thread")
	static class OfThread {

		@JobTask
		void run() {
		}

	}

	static class Listening {

		@JobTask
		@EventListener(ContextRefreshedEvent.class)
		public void run() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Background {

	}

	@EnableAsync(annotation = Background.class, proxyTargetClass = true)
	static class OwnAsync {

		@org.springframework.context.annotation.Bean
		Executor taskExecutor() {
			return Runnable::run;
		}

	}

	static class InBackground {

		@JobTask
		@Background
		public void run() {
		}

	}

}
