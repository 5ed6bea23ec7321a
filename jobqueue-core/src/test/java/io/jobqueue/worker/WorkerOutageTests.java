package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.store.JobMaintenance.Reclaimed;
import io.jobqueue.store.feed.ClaimRequest;
import io.jobqueue.worker.options.WorkerOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker and a store that is away, late or of another opinion.
 */
@Timeout(60)
class WorkerOutageTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	@Test
	void aStoreThatIsAwayAtTheStartIsWaitedFor() {
		this.fixture.task("echo", (payload, job) -> payload);
		this.fixture.unavailable.set(true);
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("echo");
		Awaitility.await().until(() -> worker.containers().get(0).storeUnavailable());
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.QUEUED);
		this.fixture.unavailable.set(false);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
	}

	@Test
	void aClaimThatHangsIsSeenFromOutsideAndThatItGoesOnToo() {
		this.fixture.task("echo", (payload, job) -> payload);
		CountDownLatch answer = new CountDownLatch(1);
		this.fixture.frozen.set(answer);
		JobWorker worker = this.fixture.start(options(Duration.ofMillis(300)), 1);
		JobId id = this.fixture.insert("echo");
		Awaitility.await().until(() -> worker.containers().get(0).stalledFor() != null);
		this.fixture.frozen.set(null);
		answer.countDown();
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		Awaitility.await().until(() -> worker.containers().get(0).stalledFor() == null);
	}

	@Test
	void progressArrivesLongBeforeTheNextRenewal() {
		this.fixture.task("slow", (payload, job) -> {
			job.map(1, List.of("half"), (text) -> {
				JobContext.current().progress(0.5, text);
				return text;
			});
			this.release.await();
			return null;
		});
		this.fixture.start(options(Duration.ofMinutes(10)), 1);
		JobId id = this.fixture.insert("slow");
		Awaitility.await().until(() -> "half".equals(this.fixture.info(id).progressText()));
		assertThat(this.fixture.info(id).progress()).isEqualTo(0.5);
	}

	@Test
	void aLostLeaseInterruptsTheThread() throws InterruptedException {
		waitingTask();
		this.fixture.start(options(Duration.ofMillis(300)), 1);
		JobId id = this.fixture.insert("slow");
		this.running.await();
		this.fixture.unavailable.set(true);
		Awaitility.await().until(() -> this.fixture.memory.maintenance().reclaim("q", 5, 10).requeued() == 1);
		this.fixture.memory.actions().pause("q");
		this.fixture.unavailable.set(false);
		this.interrupted.await();
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.QUEUED);
	}

	@Test
	void aCancelThatOvertakesTheAnswerOfTheClaimInterruptsTheThread() throws InterruptedException {
		waitingTask();
		CountDownLatch answer = new CountDownLatch(1);
		this.fixture.heldClaims.set(answer);
		this.fixture.start(options(Duration.ofMinutes(10)), 1);
		JobId id = this.fixture.insert("slow");
		this.fixture.awaitStatus(id, JobStatus.STARTED);
		this.fixture.memory.actions().cancel(id);
		answer.countDown();
		this.interrupted.await();
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.CANCELLED);
	}

	@Test
	void theHandlerOfAPoisonJobIsTold() {
		FakeTask task = this.fixture.task("poison", (payload, job) -> payload);
		JobId id = this.fixture.insert("poison");
		this.fixture.memory.feed().claim(new ClaimRequest("q", "dead", 1, Duration.ofMillis(1)));
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		Awaitility.await().until(() -> {
			Reclaimed reclaimed = this.fixture.memory.maintenance().reclaim("q", 1, 10);
			worker.reclaimed("q", reclaimed);
			return reclaimed.poisoned().size() == 1;
		});
		Awaitility.await().until(() -> task.failures.size() == 1);
		assertThat(task.failures.get(0).id()).isEqualTo(id);
		assertThat(task.runs).hasValue(0);
	}

	@Test
	void aStopDoesNotWaitForAStoreThatHangs() {
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		CountDownLatch thawed = new CountDownLatch(1);
		this.fixture.frozen.set(thawed);
		worker.stop();
		assertThat(thawed.getCount()).isEqualTo(1);
		assertThat(worker.isRunning()).isFalse();
		thawed.countDown();
	}

	private void waitingTask() {
		this.fixture.task("slow", (payload, job) -> {
			this.running.countDown();
			try {
				this.release.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
				throw ex;
			}
			return null;
		});
	}

	private static WorkerOptions options(Duration lease) {
		return new WorkerOptions(lease, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(200),
				Duration.ofHours(1), 100, 5, 20, null, false);
	}

}
