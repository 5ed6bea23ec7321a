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

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SharedContainerTests {

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withBean(Work.class)
		.withPropertyValues("jobqueue.containers.shared.queues=urgent,slow",
				"jobqueue.containers.shared.weights.urgent=3", "jobqueue.containers.shared.concurrency=2",
				"jobqueue.queues.urgent.paused=true", "jobqueue.queues.slow.paused=true");

	@Test
	void queuesShareAContainerInProportionToTheirWeights() {
		this.runner.run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			for (String queue : List.of("urgent", "slow")) {
				jobs.dispatchAll(
						IntStream.range(0, 200).mapToObj((i) -> JobRequest.of("work", queue).onQueue(queue)).toList());
			}
			JobOperator operator = context.getBean(JobOperator.class);
			operator.resume("slow");
			operator.resume("urgent");
			awaitEnded(context, "urgent");
			List<String> starts = List.copyOf(context.getBean(Work.class).starts);
			List<String> both = starts.subList(starts.indexOf("urgent"), starts.lastIndexOf("urgent") + 1);
			assertThat(Collections.frequency(both, "slow")).isBetween(33, 100);
			awaitEnded(context, "slow");
		});
	}

	@Test
	void aCustomizerMustNotChangeTheConcurrencyOfOneQueue() {
		this.runner
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
			.atMost(Duration.ofSeconds(30))
			.until(() -> context.getBean(JobExplorer.class).queue(queue).size(JobStatus.SUCCESS) == 200);
	}

	static class Work {

		private final List<String> starts = new CopyOnWriteArrayList<>();

		@JobTask(name = "work")
		void work(String queue) {
			this.starts.add(queue);
		}

	}

}
