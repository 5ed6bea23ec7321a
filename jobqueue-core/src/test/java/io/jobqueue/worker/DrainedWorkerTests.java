package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.JobEvent;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobStatus;
import io.jobqueue.OperatorEvent;
import io.jobqueue.UnknownWorkerException;
import io.jobqueue.WorkerInfo;
import io.jobqueue.event.JobEvents;
import io.jobqueue.flow.FlowOptions;
import io.jobqueue.flow.JobFlows;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.StoreJobOperator;
import io.jobqueue.raw.RawQueues;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.drain.WorkerDrains;
import io.jobqueue.worker.options.WorkerOptions;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A worker that an operator drains takes no more jobs, and goes on when it is resumed.
 */
@Timeout(60)
class DrainedWorkerTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final JobExplorer explorer = new StoreJobExplorer(this.fixture.memory,
			new JacksonJobSerializer(JsonMapper.builder().build()));

	private final List<JobEvent> events = new CopyOnWriteArrayList<>();

	private final JobEvents published = new JobEvents(List.of(this.events::add));

	private final JobOperator operator = new StoreJobOperator(this.fixture.memory, () -> {
		throw new IllegalStateException("No schedules");
	}, new RawQueues(this.fixture.memory, List.of()),
			new JobFlows(this.fixture.memory, FlowOptions.DEFAULT, this.published), this.published);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	private void drain() {
		awaitWorkers("w1");
		assertThat(this.operator.drainWorker("w1")).isTrue();
		assertThat(this.explorer.workers()).extracting(WorkerInfo::draining).containsExactly(true);
		awaitSeen();
	}

	/** Wait until the worker claims no more. A free permit is needed. */
	private void awaitSeen() {
		Awaitility.await().until(() -> this.fixture.stoppedWaiting.contains("w1"));
	}

	/** Whether the worker takes the job within a while. */
	private boolean isClaimed(JobId id) {
		try {
			Awaitility.await()
				.atMost(Duration.ofMillis(500))
				.until(() -> this.fixture.info(id).status() != JobStatus.QUEUED);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	@Test
	void runningJobsEndAndNoneIsTakenUntilTheWorkerIsResumed() {
		this.fixture.task("slow", (payload, job) -> {
			this.release.await();
			return "done";
		});
		this.fixture.task("next", (payload, job) -> "done");
		this.fixture.start(WorkerFixture.options(), 2);
		JobId running = this.fixture.insert("slow");
		this.fixture.awaitStatus(running, JobStatus.STARTED);
		drain();
		this.release.countDown();
		this.fixture.awaitStatus(running, JobStatus.SUCCESS);
		JobId waiting = this.fixture.insert("next");
		assertThat(isClaimed(waiting)).isFalse();
		assertThat(this.operator.resumeWorker("w1")).isTrue();
		this.fixture.awaitStatus(waiting, JobStatus.SUCCESS);
		assertThat(this.explorer.workers()).extracting(WorkerInfo::draining).containsExactly(false);
	}

	@Test
	void jobsThatItHadClaimedAheadAndAllOthersAreForAnotherWorker() {
		this.fixture.task("slow", (payload, job) -> {
			this.release.await();
			return "done";
		});
		JobWorker first = this.fixture.start(WorkerFixture.options(), 1);
		awaitWorkers("w1");
		List<JobId> jobs = Stream.generate(() -> this.fixture.insert("slow")).limit(5).toList();
		this.fixture.awaitStatus(jobs.get(0), JobStatus.STARTED);
		assertThat(this.operator.drainWorker("w1")).isTrue();
		JobWorker second = this.fixture.start(WorkerFixture.options(), 2);
		try {
			this.fixture.awaitStatus(jobs.get(2), JobStatus.STARTED);
			this.release.countDown();
			jobs.forEach((job) -> this.fixture.awaitStatus(job, JobStatus.SUCCESS));
			assertThat(jobs).extracting((job) -> this.fixture.info(job).worker())
				.containsExactly("w1", "w2", "w2", "w2", "w2");
		}
		finally {
			first.stop();
			second.stop();
		}
	}

	@Test
	void jobThatArrivesIsForAnotherWorker() {
		this.fixture.task("next", (payload, job) -> "done");
		WorkerOptions slow = options(Duration.ofMinutes(5), false);
		JobWorker first = this.fixture.start(slow, 1);
		awaitWorkers("w1");
		JobWorker second = this.fixture.start(slow, 1);
		try {
			awaitWorkers("w1", "w2");
			assertThat(this.operator.drainWorker("w1")).isTrue();
			// Some of these may come before the worker has seen that it drains.
			IntStream.range(0, 20)
				.forEach((i) -> this.fixture.awaitStatus(this.fixture.insert("next"), JobStatus.SUCCESS));
			awaitSeen();
			for (int i = 0; i < 5; i++) {
				JobId id = this.fixture.insert("next");
				this.fixture.awaitStatus(id, JobStatus.SUCCESS);
				assertThat(this.fixture.info(id).worker()).isEqualTo("w2");
			}
		}
		finally {
			first.stop();
			second.stop();
		}
	}

	@Test
	void workerWithBurstStopsOnceNothingRuns() {
		this.fixture.task("slow", (payload, job) -> {
			this.release.await();
			return "done";
		});
		JobId running = this.fixture.insert("slow");
		this.fixture.start(options(Duration.ofMillis(100), true), 2);
		this.fixture.awaitStatus(running, JobStatus.STARTED);
		drain();
		JobId waiting = this.fixture.insert("slow");
		this.release.countDown();
		this.fixture.awaitStatus(running, JobStatus.SUCCESS);
		awaitWorkers();
		assertThat(this.fixture.info(waiting).status()).isEqualTo(JobStatus.QUEUED);
	}

	private static WorkerOptions options(Duration pollInterval, boolean burst) {
		return new WorkerOptions(Duration.ofSeconds(3), pollInterval, Duration.ofMillis(200), Duration.ofMillis(200),
				Duration.ofHours(1), 0, 5, 20, null, burst);
	}

	@Test
	void drainAndResumeCanBeRepeated() {
		this.fixture.task("next", (payload, job) -> "done");
		this.fixture.start(WorkerFixture.options(), 1);
		awaitWorkers("w1");
		assertThat(this.operator.resumeWorker("w1")).isFalse();
		assertThat(this.operator.drainWorker("w1")).isTrue();
		assertThat(this.operator.drainWorker("w1")).isFalse();
		assertThat(this.operator.resumeWorker("w1")).isTrue();
		assertThat(this.operator.resumeWorker("w1")).isFalse();
		assertThat(this.events).containsExactly(new OperatorEvent.WorkerDrained("w1", true),
				new OperatorEvent.WorkerDrained("w1", false));
		this.fixture.awaitStatus(this.fixture.insert("next"), JobStatus.SUCCESS);
	}

	@Test
	void workerThatDrainsStopsAsUsual() {
		this.fixture.task("next", (payload, job) -> "done");
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		awaitWorkers("w1");
		this.operator.drainWorker("w1");
		awaitSeen();
		worker.stop();
		assertThat(this.explorer.workers()).isEmpty();
	}

	@Test
	void unknownWorkerIsRefused() {
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> this.operator.drainWorker("gone"))
			.withMessageContainingAll("'gone'", "JobExplorer.workers()");
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> this.operator.resumeWorker("gone"));
		assertThat(this.fixture.memory.part(WorkerDrains.class).draining()).isEmpty();
		assertThat(this.events).isEmpty();
	}

	private void awaitWorkers(String... ids) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.explorer.workers()).extracting(WorkerInfo::id)
				.containsExactlyInAnyOrder(ids));
	}

}
