package io.jobqueue.dispatch;

import java.util.List;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobRequest;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.event.JobEvents;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.testsupport.SettableClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs of a task with a limit key that have no value for it. */
@ExtendWith(OutputCaptureExtension.class)
class KeylessJobTests {

	private final SettableClock clock = new SettableClock();

	private final JobDispatcher jobs = dispatcher();

	@Test
	void taskWhoseJobsLackTheValueOfItsLimitKeyIsLoggedOnce(CapturedOutput output) {
		this.jobs.dispatch(JobRequest.of("orders.ship", "a"));
		this.jobs.dispatch(JobRequest.of("orders.ship", "b").withHeader("customer", " "));
		assertThat(output).containsOnlyOnce("A job for task 'orders.ship' has no value for its limit key 'customer'")
			.contains("JobRequest.withLimitKey(\"customer\", …)");
	}

	@Test
	void jobsThatHaveTheValueAreNotLogged(CapturedOutput output) {
		this.jobs.dispatch(JobRequest.of("orders.ship", "a").withLimitKey("customer", "acme"));
		this.jobs.dispatch(JobRequest.of("orders.ship", "b").withHeader("customer", "acme"));
		this.jobs.dispatch(JobRequest.of("orders.bill", "c").withLimitKey("customer", "acme"));
		this.jobs.dispatch(JobRequest.of("elsewhere", "d"));
		assertThat(output).doesNotContain("limit key");
	}

	private JobDispatcher dispatcher() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Orders.class)) {
			TaskRegistry registry = new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT).scan();
			return new StoringJobDispatcher(new MemoryStoreBackend(this.clock), registry, new JacksonJobSerializer(),
					DispatchOptions.DEFAULT, new DispatchHooks(List.of(), JobEvents.NONE), this.clock);
		}
	}

	static class Orders {

		@JobTask(limitKey = "customer", maxRunningPerKey = 1)
		void ship(String order) {
		}

		@JobTask
		void bill(String order) {
		}

	}

}
