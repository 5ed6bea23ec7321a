package io.jobqueue.task;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.task.settings.TaskDefaults;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

class ProxiedTaskTests {

	private static final List<String> ADVISED = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void taskOfAProxiedBeanIsAdvised(boolean targetClass) throws Exception {
		try (AnnotationConfigApplicationContext context = context(targetClass)) {
			TaskRegistry tasks = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
			ADVISED.clear();
			tasks.find("stored-ledger.book").orElseThrow().invoke("a", mock(JobContext.class));
			tasks.find("ping").orElseThrow().invoke("b", mock(JobContext.class));
			assertThat(ADVISED).containsExactly("book", "handle");
		}
	}

	@Test
	void methodThatAProxyHidesIsNamed() throws Exception {
		try (AnnotationConfigApplicationContext context = context(false)) {
			Task task = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan()
				.find("stored-ledger.hidden")
				.orElseThrow();
			assertThatExceptionOfType(InvalidTaskException.class)
				.isThrownBy(() -> task.invoke(null, mock(JobContext.class)))
				.withMessageContainingAll("ledger", "hidden");
		}
	}

	@Test
	void scopedBeanIsFoundOnceAndMadeForEachCall() throws Exception {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Counter.class)) {
			Task task = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan()
				.find("counter.next")
				.orElseThrow();
			assertThat(task.invoke(null, mock(JobContext.class))).isEqualTo(1);
			assertThat(task.invoke(null, mock(JobContext.class))).isEqualTo(1);
		}
	}

	@Test
	void factoryBeansAreNotCreatedByTheScan() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("pings", PingFactory.class, (definition) -> definition.setLazyInit(true));
			context.refresh();
			assertThat(new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan().find("ping")).isPresent();
			assertThat(context.getBeanFactory().containsSingleton("pings")).isFalse();
		}
	}

	@SuppressWarnings("resource")
	private static AnnotationConfigApplicationContext context(boolean targetClass) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("advice", MethodInterceptor.class, () -> (invocation) -> {
			ADVISED.add(invocation.getMethod().getName());
			return invocation.proceed();
		});
		context.registerBean("creator", BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("ledger", "pinger");
			creator.setInterceptorNames("advice");
			creator.setProxyTargetClass(targetClass);
			return creator;
		});
		context.registerBean("ledger", StoredLedger.class);
		context.registerBean("pinger", Ping.class);
		context.refresh();
		return context;
	}

	interface Ledger {

		void book(String entry);

	}

	static class StoredLedger implements Ledger {

		@Override
		@JobTask
		public void book(String entry) {
		}

		@JobTask
		public void hidden() {
		}

	}

	@JobTask
	static class Ping implements JobHandler<String, String> {

		@Override
		public String handle(String payload, JobContext job) {
			return payload;
		}

	}

	@Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class Counter {

		private int count;

		@JobTask
		int next() {
			return ++this.count;
		}

	}

	static class PingFactory implements FactoryBean<Ping> {

		@Override
		public Ping getObject() {
			return new Ping();
		}

		@Override
		public Class<?> getObjectType() {
			return Ping.class;
		}

	}

}
