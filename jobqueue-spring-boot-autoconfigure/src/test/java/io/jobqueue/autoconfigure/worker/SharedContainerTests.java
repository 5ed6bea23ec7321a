package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.JobQueueContainerCustomizer;
import io.jobqueue.worker.options.ContainerOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SharedContainerTests {

	/** So many that the queues still have jobs when both are resumed. */
	private static final int JOBS = 2000;

	/** An application with a database, H2, that is the store or is not. */
	private static ApplicationContextRunner runner(String store) {
		return Contexts.withDatabase()
			.withBean(Work.class)
			.withPropertyValues("jobqueue.store=" + store, "jobqueue.containers.shared.queues=urgent,slow",
					"jobqueue.containers.shared.weights.urgent=3", "jobqueue.containers.shared.concurrency=2",
					"jobqueue.queues.urgent.paused=true", "jobqueue.queues.slow.paused=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void queuesShareAContainerInProportionToTheirWeights(String store) {
		runner(store).run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			for (String queue : List.of("urgent", "slow")) {
				jobs.dispatchAll(
						IntStream.range(0, JOBS).mapToObj((i) -> JobRequest.of("work", queue).onQueue(queue)).toList());
			}
			JobOperator operator = context.getBean(JobOperator.class);
			operator.resume("slow");
			operator.resume("urgent");
			awaitEnded(context, "urgent");
			List<String> starts = List.copyOf(context.getBean(Work.class).starts);
			List<Integer> urgent = IntStream.range(0, starts.size())
				.filter((i) -> starts.get(i).equals("urgent"))
				.boxed()
				.toList();
			assertThat(Collections.frequency(starts.subList(urgent.get(0), urgent.get(150)), "slow")).isBetween(25, 90);
			awaitEnded(context, "slow");
		});
	}

	@Test
	void aCustomizerMustNotChangeTheConcurrencyOfOneQueue() {
		runner("memory")
			.withBean(JobQueueContainerCustomizer.class,
					() -> (options) -> new ContainerOptions(options.queue(), options.queue().equals("slow") ? 7 : 2))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidJobException.class)
				.hasMessageContaining("concurrency 7 for queue 'slow'")
				.hasMessageContaining("'jobqueue.containers.shared.concurrency'"));
	}

	private static void awaitEnded(ApplicationContext context, String queue) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> context.getBean(JobExplorer.class).queue(queue).size(JobStatus.SUCCESS) == JOBS);
	}

	static class Work {

		private final List<String> starts = new CopyOnWriteArrayList<>();

		@JobTask(name = "work")
		void work(String queue) {
			this.starts.add(queue);
		}

	}

}
