package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.autoconfigure.WelcomeTasks;
import io.jobqueue.maintenance.MaintenanceDuty;
import io.jobqueue.maintenance.MaintenanceRunner;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.memory.MemoryStoreBackend;
import io.jobqueue.worker.JobWorker;
import io.jobqueue.worker.options.ContainerStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.ReadinessState;
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
			.run((context) -> assertThat(context.getBean(JobWorker.class).containers())
				.extracting(ContainerStatus::queue, ContainerStatus::capacity)
				.containsExactlyInAnyOrder(tuple("emails", 4), tuple("other", 10), tuple("reports", 2)));
	}

	@Test
	void aWorkerServesOnlyTheQueuesThatItIsTold() {
		this.runner
			.withPropertyValues("jobqueue.queues.reports.concurrency=2", "jobqueue.queues.repairs.concurrency=3",
					"jobqueue.queues.other.concurrency=3", "jobqueue.worker.queues=rep*,mails")
			.run((context) -> assertThat(context.getBean(JobWorker.class).containers())
				.extracting(ContainerStatus::queue, ContainerStatus::capacity)
				.containsExactlyInAnyOrder(tuple("mails", 10), tuple("repairs", 3), tuple("reports", 2)));
	}

	@Test
	void queuesThatComeLaterAreServedByTheirPattern() {
		this.runner.withPropertyValues("jobqueue.worker.queues=tenant-*").run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobId id = jobs.dispatch(JobRequest.of("welcome", "Ada").onQueue("tenant-1"));
			jobs.dispatch("welcome", "Grace");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(explorer.await(id, Duration.ofSeconds(30)).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(explorer.queue("emails").size(JobStatus.QUEUED)).isEqualTo(1);
			assertThat(context.getBean(JobWorker.class).queues()).containsExactly("tenant-1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "tenant/*" })
	void whatIsNoNameOrPatternFailsTheStart(String name) {
		this.runner.withPropertyValues("jobqueue.worker.queues=" + name)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("jobqueue.worker.queues")
				.hasMessageContaining(name));
	}

	@Test
	void aNameThatNothingElseNamesIsWarnedOf() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger("io.jobqueue");
		logger.addAppender(log);
		this.runner.withPropertyValues("jobqueue.worker.queues=emials,tenant-*,emails").run((context) -> {
			Awaitility.await()
				.untilAsserted(() -> assertThat(log.list).filteredOn((event) -> event.getLevel() == Level.WARN)
					.extracting(ILoggingEvent::getFormattedMessage)
					.satisfiesExactly((text) -> assertThat(text).contains("'emials'"),
							(text) -> assertThat(text).contains("'tenant-*'")));
		});
		logger.detachAppender(log);
	}

	@Test
	void queuesArePausedAndResumedAtStartAsConfigured() {
		this.runner.withBean(StoreBackend.class, () -> {
			MemoryStoreBackend store = new MemoryStoreBackend(InstantSource.system());
			List.of("b", "c").forEach((queue) -> store.actions().pause(queue));
			return store;
		})
			.withPropertyValues("jobqueue.queues.a.paused=true", "jobqueue.queues.b.paused=false",
					"jobqueue.queues.c.concurrency=1", "jobqueue.queues.d.concurrency=1")
			.run((context) -> {
				JobExplorer explorer = context.getBean(JobExplorer.class);
				assertThat(Stream.of("a", "b", "c", "d").map((queue) -> explorer.queue(queue).paused()))
					.containsExactly(true, false, true, false);
			});
	}

	@Test
	void aDutyOfTheApplicationRunsBesideThoseOfTheStore() {
		CountDownLatch runs = new CountDownLatch(2);
		this.runner
			.withBean(MaintenanceDuty.class,
					() -> MaintenanceDuty.of("own", () -> Duration.ofMillis(1), runs::countDown))
			.run((context) -> assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue());
	}

	@Test
	void anApplicationMayOnlyDispatch() {
		this.runner.withPropertyValues("jobqueue.worker.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(JobWorker.class).doesNotHaveBean(MaintenanceRunner.class);
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
