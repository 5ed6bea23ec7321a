package io.jobqueue.autoconfigure.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobSchedule;
import io.jobqueue.JobSchedules;
import io.jobqueue.OperatorEvent;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

class OperatorEventsTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(Echo.class);

	@Test
	void methodIsCalledWithWhatOperatorsDo() {
		this.runner.withBean(Operations.class).run((context) -> {
			JobOperator operator = context.getBean(JobOperator.class);
			operator.pause("other");
			JobId id = context.getBean(JobDispatcher.class)
				.dispatch(JobRequest.of("echo", "x").onQueue("other").after(Duration.ofHours(1)));
			operator.cancel(id);
			context.getBean(JobSchedules.class)
				.put(JobSchedule.Definition.of("daily", JobRequest.of("echo", "x")).withEvery(Duration.ofDays(1)));
			List<OperatorEvent> expected = List.of(new OperatorEvent.QueuePaused("other"),
					new OperatorEvent.JobsChanged("other", OperatorEvent.Act.CANCEL, List.of(id)),
					new OperatorEvent.ScheduleChanged("default", "daily", OperatorEvent.ScheduleAct.PUT));
			Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(Operations.class).events).isEqualTo(expected));
		});
	}

	static class Echo {

		@JobTask(name = "echo")
		void echo(String text) {
		}

	}

	static class Operations {

		final List<OperatorEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void onEvent(OperatorEvent event) {
			this.events.add(event);
		}

	}

}
