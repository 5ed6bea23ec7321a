package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.PoisonJobException;
import io.jobqueue.worker.options.WorkerOptions;

import static org.assertj.core.api.Assertions.assertThat;

class JobWorkerTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final CountDownLatch running = new CountDownLatch(1);

	private volatile CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	@Test
	void successIsStored() {
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(WorkerFixture.options(), 2);
		this.fixture.awaitStatus(this.fixture.insert("echo"), JobStatus.SUCCESS);
	}

	@Test
	void aFutureHoldsTheJobOpenUntilItCompletes() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.fixture.task("later", (payload, job) -> future);
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("later");
		this.fixture.awaitStatus(id, JobStatus.STARTED);
		future.complete("done");
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
	}

	@Test
	void retriesAreUsedUpThenTheHandlerIsTold() {
		FakeTask task = this.fixture.task(new FakeTask("fails", (payload, job) -> {
			throw new IllegalStateException("no");
		}, FakeTask.policy(2), Duration.ofMinutes(1)));
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("fails");
		this.fixture.awaitStatus(id, JobStatus.MAX_RETRIES);
		Awaitility.await().until(() -> task.failures.size() == 1);
		assertThat(task.runs).describedAs("%s", this.fixture.info(id).history()).hasValue(3);
	}

	@Test
	void aJobThatStopsItsWorkerAgainAndAgainEndsAsPoison() {
		FakeTask task = this.fixture.task("exits", (payload, job) -> {
			this.begun.countDown();
			new CountDownLatch(1).await();
			return payload;
		});
		JobId id = this.fixture.insert("exits");
		WorkerOptions options = new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ZERO,
				Duration.ofSeconds(5), Duration.ofHours(1), 100, 2, 2, null, false);
		for (int stop = 1; stop <= 4; stop++) {
			this.begun = new CountDownLatch(1);
			JobWorker worker = this.fixture.start(options, 1);
			Awaitility.await().until(() -> this.begun.getCount() == 0);
			worker.stop();
		}
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.FAILED);
		assertThat(this.fixture.info(id).error().type()).isEqualTo(PoisonJobException.class.getName());
		assertThat(task.failures).hasSize(1);
	}

	@Test
	void anExceptionThatFailsWhenDescribedEndsItsJob() {
		this.fixture.task(new FakeTask("bad", (payload, job) -> {
			throw new IllegalStateException() {
				@Override
				public String getMessage() {
					throw new LinkageError("no message");
				}
			};
		}, FakeTask.policy(0), Duration.ofMinutes(1)));
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("bad"), JobStatus.FAILED);
	}

	@Test
	void whatOnFailureThrowsIsKeptWithTheJob() {
		FakeTask task = this.fixture.task(new FakeTask("bad", (payload, job) -> {
			throw new IllegalStateException("no");
		}, FakeTask.policy(0), Duration.ofMinutes(1)));
		task.onFailureThrows = new UnsupportedOperationException("nor this");
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("bad");
		Awaitility.await().until(() -> this.fixture.info(id).onFailureError() != null);
		assertThat(this.fixture.info(id).onFailureError().message()).isEqualTo("nor this");
		assertThat(this.fixture.info(id).error().message()).isEqualTo("no");
	}

	@Test
	void aWorkerKeepsItsApplicationAlive() {
		this.fixture.start(WorkerFixture.options(), 1);
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("jobqueue") && !thread.isDaemon())
			.extracting(Thread::getName)
			.contains("jobqueue-worker");
	}

	@Test
	void anErrorEndsTheAttemptOnly() {
		this.fixture.task("error", (payload, job) -> {
			throw new LinkageError("no");
		});
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("error"), JobStatus.FAILED);
		this.fixture.awaitStatus(this.fixture.insert("echo"), JobStatus.SUCCESS);
	}

	@Test
	void aTimeoutInterruptsTheHandler() {
		this.fixture.task(new FakeTask("slow", (payload, job) -> {
			this.release.await();
			return null;
		}, FakeTask.policy(0), Duration.ofMillis(50)));
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("slow"), JobStatus.TIMEOUT);
	}

	@Test
	void aCancelledJobIsInterrupted() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return null;
		});
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		this.fixture.memory.actions().cancel(id);
		interrupted.await();
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.CANCELLED);
	}

	@Test
	void shutdownGivesBackWhatDoesNotEndInTime() throws Exception {
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			this.release.await();
			return null;
		});
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		worker.stop();
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.INTERRUPTED);
		assertThat(worker.isDraining()).isTrue();
	}

	@Test
	void outcomesWaitWhileTheStoreIsAway() throws Exception {
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			this.release.await();
			return "done";
		});
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 2);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		this.fixture.unavailable.set(true);
		this.release.countDown();
		Awaitility.await().until(() -> worker.containers().get(0).storeUnavailable());
		this.fixture.unavailable.set(false);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
	}

	@Test
	void aHandlerThatIgnoresItsTimeoutIsAbandoned() {
		this.fixture.task(new FakeTask("stubborn", (payload, job) -> {
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
			return null;
		}, FakeTask.policy(0), Duration.ofMillis(50)));
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("stubborn"), JobStatus.TIMEOUT);
		Awaitility.await().until(() -> worker.containers().get(0).abandoned() == 1);
		this.release.countDown();
		Awaitility.await().until(() -> worker.containers().get(0).abandoned() == 0);
	}

	@Test
	void aJobOfAnUnknownTaskWaits() {
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("nobody");
		this.fixture.awaitStatus(id, JobStatus.RETRY);
		this.fixture.task("nobody", (payload, job) -> payload);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
	}

	@Test
	void aPayloadThatCannotBeReadFails() {
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("echo", "{\"a\":"), JobStatus.FAILED);
	}

	@Test
	void aBurstLeavesWhenTheQueueIsEmpty() throws Exception {
		FakeTask task = this.fixture.task("echo", (payload, job) -> payload);
		for (int i = 0; i < 50; i++) {
			this.fixture.insert("echo");
		}
		WorkerOptions options = new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofSeconds(1),
				Duration.ofMillis(200), Duration.ofHours(1), 100, 5, 20, null, true);
		assertThat(this.fixture.start(options, 4).awaitStopped(Duration.ofSeconds(10))).isTrue();
		assertThat(task.runs).hasValue(50);
	}

	@Test
	void maxJobsAreNotExceeded() throws Exception {
		FakeTask task = this.fixture.task("echo", (payload, job) -> payload);
		for (int i = 0; i < 10; i++) {
			this.fixture.insert("echo");
		}
		WorkerOptions options = new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofSeconds(1),
				Duration.ofMillis(200), Duration.ofHours(1), 100, 5, 20, 3, false);
		assertThat(this.fixture.start(options, 4).awaitStopped(Duration.ofSeconds(10))).isTrue();
		assertThat(task.runs).hasValue(3);
	}

	@Test
	void noMoreThanMaxJobsStartAlthoughSomeCannotBeStarted() throws Exception {
		List<String> queues = List.of("q", "r", "s");
		FakeTask task = this.fixture.task("echo", (payload, job) -> payload);
		queues.forEach((queue) -> IntStream.range(0, 10).forEach((i) -> this.fixture.insert(queue, "echo", "\"x\"")));
		AtomicInteger asked = new AtomicInteger();
		this.fixture.jobs = (job) -> {
			if (asked.incrementAndGet() % 3 == 0) {
				throw new RejectedExecutionException("no thread");
			}
			this.fixture.executor.execute(job);
		};
		WorkerOptions options = new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofSeconds(1),
				Duration.ofMillis(200), Duration.ofHours(1), 100, 5, 20, 10, false);
		assertThat(this.fixture.start(options, 4, queues).awaitStopped(Duration.ofSeconds(10))).isTrue();
		assertThat(task.runs).hasValue(10);
	}

}
