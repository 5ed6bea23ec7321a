package io.jobqueue.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.worker.attempt.HeldJobs;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.options.WorkerOptions;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerStopTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	@Test
	void eachStartHasAnIdOfItsOwn() {
		this.fixture.task("echo", (payload, job) -> payload);
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		JobId first = run();
		worker.stop();
		worker.start();
		assertThat(this.fixture.info(run()).worker()).isNotEqualTo(this.fixture.info(first).worker());
	}

	private JobId run() {
		JobId id = this.fixture.insert("echo");
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		return id;
	}

	@Test
	void aStoreThatHangsDoesNotHoldUpTheStop() {
		this.fixture.task("echo", (payload, job) -> payload);
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		run();
		CountDownLatch hangs = new CountDownLatch(1);
		this.fixture.frozen.set(hangs);
		assertStops(worker);
		hangs.countDown();
	}

	@Test
	void aStoreThatIsAwayDoesNotHoldUpTheStop() {
		this.fixture.task("blocks", this::block);
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.insert("blocks");
		Awaitility.await().until(() -> this.running.getCount() == 0);
		this.fixture.unavailable.set(true);
		assertStops(worker);
	}

	@Test
	void aHandlerThatIgnoresItsInterruptDoesNotHoldUpTheStop() {
		this.fixture.task("deaf", (payload, job) -> {
			this.running.countDown();
			while (this.release.getCount() > 0) {
				await(this.release);
			}
			return payload;
		});
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("deaf");
		Awaitility.await().until(() -> this.running.getCount() == 0);
		assertStops(worker);
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.INTERRUPTED);
	}

	@Test
	void anOutcomeThatIsStillDecidedIsStoredByThePolicyOfItsTask() {
		CountDownLatch deciding = new CountDownLatch(1);
		this.fixture.task(new DecidingTask((payload, job) -> {
			awaitRelease();
			return payload;
		}, (payload, error) -> {
			deciding.countDown();
			awaitRelease();
			return true;
		}, Duration.ofMillis(50)));
		JobWorker registry = this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("task");
		Awaitility.await().until(() -> deciding.getCount() == 0);
		assertStops(registry);
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.RETRY);
	}

	@Test
	void aWorkerThatLeavesStopsNoLaterOne() {
		this.fixture.task(new FakeTask("deaf", (payload, job) -> {
			awaitRelease();
			return payload;
		}, FakeTask.policy(0), Duration.ofMillis(50)));
		this.fixture.insert("deaf");
		this.fixture.insert("deaf");
		JobWorker registry = this.fixture.start(new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100),
				Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofHours(1), 100, 5, 20, 2, false), 1);
		Thread leaving = Awaitility.await().until(WorkerStopTests::leaving, Objects::nonNull);
		Awaitility.await().until(() -> registry.containers().get(0).abandoned() == 1);
		assertStops(registry);
		this.fixture.memory.actions().pause("q");
		registry.start();
		this.release.countDown();
		Awaitility.await().until(() -> !leaving.isAlive());
		assertThat(registry.isRunning()).isTrue();
		assertThat(registry.isDraining()).isFalse();
	}

	private static @Nullable Thread leaving() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("jobqueue-leave"))
			.findAny()
			.orElse(null);
	}

	/** As a handler does that ignores all interrupts. */
	private void awaitRelease() {
		while (this.release.getCount() > 0) {
			await(this.release);
		}
	}

	@Test
	void onFailureThatGoesOnDoesNotHoldUpTheStop() {
		FakeTask task = new FakeTask("bad", (payload, job) -> {
			throw new IllegalStateException("no");
		}, FakeTask.policy(0), Duration.ofMinutes(1));
		task.onFailureAwaits = this.release;
		this.fixture.task(task);
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		this.fixture.awaitStatus(this.fixture.insert("bad"), JobStatus.FAILED);
		Awaitility.await().until(() -> task.failures.size() == 1);
		assertStops(worker);
	}

	@Test
	void aSuspectIsNotWatchedAnyMoreWhenTheWorkerStops() throws Exception {
		HeldJobs held = new HeldJobs((execution) -> {
		});
		JobExecution execution = new Attempts().of("a", 1);
		held.admit(execution, false);
		Thread loop = new Thread(() -> held.awaitRemoved(execution.id(), Duration.ofHours(1)));
		loop.start();
		held.stopWaiting();
		loop.join(10_000);
		assertThat(loop.isAlive()).isFalse();
	}

	@Test
	void theLoopDoesNotWatchASuspectAnyMoreWhenTheWorkerStops() {
		this.fixture.task("blocks", this::block);
		this.fixture.insert("blocks");
		this.fixture.lose();
		this.fixture.lose();
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		Awaitility.await().until(() -> this.running.getCount() == 0);
		Thread loop = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("jobqueue-loop-q"))
			.findAny()
			.orElseThrow();
		CountDownLatch hangs = new CountDownLatch(1);
		this.fixture.frozen.set(hangs);
		this.fixture.executor.execute(worker::stop);
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !loop.isAlive());
		hangs.countDown();
	}

	/** Although what holds it up goes on. */
	private static void assertStops(JobWorker worker) {
		assertThat(CompletableFuture.runAsync(worker::stop)).succeedsWithin(Duration.ofMinutes(1));
		assertThat(worker.isRunning()).isFalse();
	}

	private Object block(Object payload, Object job) throws InterruptedException {
		this.running.countDown();
		this.release.await(1, TimeUnit.HOURS);
		return Map.of();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			// Deaf.
		}
	}

}
