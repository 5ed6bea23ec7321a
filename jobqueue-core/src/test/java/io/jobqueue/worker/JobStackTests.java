package io.jobqueue.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobStack;
import io.jobqueue.JobStack.Outcome;
import io.jobqueue.JobStatus;
import io.jobqueue.management.StoreJobExplorer;
import io.jobqueue.management.stack.StackReads;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.store.memory.stack.MemoryStackRequests;
import io.jobqueue.store.stack.StackRequest;
import io.jobqueue.store.stack.StackRequests;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stacks of a running job are read from its worker.
 */
@Timeout(60)
class JobStackTests {

	private static final JobStack NOT_RUNNING = new JobStack(Outcome.NOT_RUNNING, null, "");

	private final WorkerFixture fixture = new WorkerFixture();

	private final JobExplorer explorer = new StoreJobExplorer(this.fixture.memory,
			new JacksonJobSerializer(JsonMapper.builder().build()));

	private final StackRequests requests = this.fixture.memory.part(StackRequests.class);

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch mapping = new CountDownLatch(3);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	private JobId run(FakeTask.Handler handler) {
		this.fixture.task("slow", handler);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("slow");
		this.fixture.awaitStatus(id, JobStatus.STARTED);
		return id;
	}

	private void waitInApplicationCode() throws InterruptedException {
		this.release.await();
	}

	@Test
	void stacksOfAllThreadsAreTaken() throws InterruptedException {
		JobId id = run((payload, job) -> {
			job.map(3, List.of(1, 2, 3), (item) -> {
				this.mapping.countDown();
				waitInApplicationCode();
				return item;
			});
			return null;
		});
		this.mapping.await();
		JobStack stack = this.explorer.stack(id);
		assertThat(stack.outcome()).isEqualTo(Outcome.TAKEN);
		assertThat(stack.worker()).isEqualTo("w1");
		assertThat(stack.text()).contains("WAITING\n\tat ")
			.containsPattern("(?s)(waitInApplicationCode.*){3}")
			.doesNotEndWith("\n");
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.STARTED);
	}

	@Test
	void aRequestWhoseSignalWasLostIsAnswered() {
		this.fixture.task("slow", (payload, job) -> {
			waitInApplicationCode();
			return null;
		});
		StackRequest request = new StackRequest("early", this.fixture.insert("slow"), 1);
		this.requests.ask("w1", request);
		this.fixture.start(WorkerFixture.options(), 1);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.requests.answerTo(request)).contains("waitInApplicationCode"));
	}

	@Test
	void aJobThatDoesNotRunHasNone() {
		this.fixture.task("slow", (payload, job) -> null);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("slow");
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.explorer.stack(id)).isEqualTo(NOT_RUNNING);
		assertThat(this.explorer.stack(JobId.of("unknown"))).isEqualTo(NOT_RUNNING);
	}

	@Test
	void requestForAnotherAttemptIsAnsweredThatItDoesNotRun() {
		JobId id = run((payload, job) -> {
			waitInApplicationCode();
			return null;
		});
		StackRequest request = new StackRequest("late", id, 7);
		this.requests.ask("w1", request);
		Awaitility.await().untilAsserted(() -> assertThat(this.requests.answerTo(request)).isEmpty());
	}

	@Test
	void aWorkerThatDoesNotAnswerIsNamedAndNothingIsLeft() {
		JobId id = run((payload, job) -> {
			waitInApplicationCode();
			return null;
		});
		// Its worker looks for requests in another store.
		StackRequests unheard = new MemoryStackRequests(InstantSource.system(), (worker) -> {
		});
		StackReads reads = new StackReads(unheard, this.explorer::find, Duration.ofMillis(200));
		assertThat(reads.read(id)).isEqualTo(new JobStack(Outcome.NO_ANSWER, "w1", ""));
		assertThat(unheard.waiting("w1")).isEmpty();
	}

	@Test
	void aStageHasNoThread() {
		CompletableFuture<Object> stage = new CompletableFuture<>();
		JobId id = run((payload, job) -> stage);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.explorer.stack(id).text()).startsWith("No thread runs the handler"));
		stage.complete(null);
	}

}
