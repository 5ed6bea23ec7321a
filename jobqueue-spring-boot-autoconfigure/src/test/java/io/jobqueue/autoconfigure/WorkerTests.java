package io.jobqueue.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.worker.ContainerStatus;
import io.jobqueue.worker.JobListenerContainerRegistry;

import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class WorkerTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(WelcomeTasks.class);

	@Test
	void aDispatchedJobRuns() {
		this.runner.run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(explorer.await(id, Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(explorer.result(id, String.class)).contains("Welcome, Ada");
		});
	}

	@Test
	void configuredQueuesThoseOfTasksAndTheDefaultOneGetAContainer() {
		this.runner
			.withPropertyValues("jobqueue.queues.reports.concurrency=2", "jobqueue.queues.emails.concurrency=4",
					"jobqueue.default-queue=other")
			.run((context) -> assertThat(context.getBean(JobListenerContainerRegistry.class).containers())
				.extracting(ContainerStatus::queue, ContainerStatus::capacity)
				.containsExactlyInAnyOrder(tuple("emails", 4), tuple("other", 10), tuple("reports", 2)));
	}

	@Test
	void anApplicationMayOnlyDispatch() {
		this.runner.withPropertyValues("jobqueue.worker.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(JobListenerContainerRegistry.class)
				.doesNotHaveBean(MaintenanceRunner.class);
			context.getBean(JobDispatcher.class).dispatch("welcome", "Ada");
			assertThat(context.getBean(JobExplorer.class).queue("emails").size(JobStatus.QUEUED)).isEqualTo(1);
		});
	}

	@Test
	void anExecutorThatIsNoBeanFailsTheStart() {
		Contexts.inMemory()
			.withBean(OwnExecutor.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTaskException.class)
				.hasMessageContaining("names the executor 'mine'"));
	}

	@Test
	void theThreadsOfJobsDoNotTakeThePlaceOfTheApplicationsExecutor() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(Executor.class));
	}

	@Test
	void trafficIsRefusedWhenTheWorkerStops() {
		this.runner.withBean(ApplicationAvailabilityBean.class).run((context) -> {
			context.getSourceApplicationContext().stop();
			assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
				.isEqualTo(ReadinessState.REFUSING_TRAFFIC);
			assertThat(context.getBean(WorkerStatus.class).isDraining()).isTrue();
		});
	}

	static class OwnExecutor {

		@JobTask(name = "own", executor = "mine")
		public void run() {
		}

	}

}
