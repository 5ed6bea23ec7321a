package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.worker.options.WorkerOptions;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A timeout, a cancellation and a stop of the worker reach all calls of a map, and no
 * call runs longer than its map.
 */
@ExtendWith(OutputCaptureExtension.class)
class MapStopTests extends MapScene {

	@RepeatedTest(50)
	void aCancellationInterruptsAllCalls() throws Exception {
		JobId id = start(this::blocks, 60_000, WorkerFixture.options());
		this.begun.await();
		this.fixture.memory.actions().cancel(id);
		this.returned.await();
		assertThat(this.seen).hasSize(2).element(0).isInstanceOf(InterruptedException.class);
		assertThat(this.seen).element(1).isEqualTo(0);
		assertThat(this.interrupted).hasValue(3);
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.CANCELLED);
	}

	@Test
	void aTimeoutInterruptsAllCalls() throws Exception {
		JobId id = start(this::blocks, 300, WorkerFixture.options());
		this.fixture.awaitStatus(id, JobStatus.TIMEOUT);
		this.returned.await();
		assertThat(this.interrupted.get()).isEqualTo(3 - (int) this.begun.getCount());
		assertThat(this.seen).element(1).isEqualTo(0);
	}

	@RepeatedTest(20)
	void aStopOfTheWorkerReturnsTheJob() throws Exception {
		JobId id = start(this::blocks, 60_000, patient(Duration.ZERO));
		this.begun.await();
		this.fixture.stopWorker();
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.INTERRUPTED);
		assertThat(this.interrupted).hasValue(3);
		assertThat(this.active).hasValue(0);
	}

	@RepeatedTest(20)
	void anInterruptThatCallsSwallowIsNoSuccess() throws Exception {
		JobId id = start((job, item) -> {
			this.begun.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				this.interrupted.incrementAndGet();
			}
			return item;
		}, 60_000, patient(Duration.ZERO), List.of(0, 1, 2));
		this.begun.await();
		this.fixture.stopWorker();
		assertThat(this.interrupted).hasValue(3);
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.INTERRUPTED);
	}

	@RepeatedTest(20)
	void callsThatEndDespiteAStopAreASuccess() throws Exception {
		JobId id = start((job, item) -> {
			this.begun.countDown();
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			return item;
		}, 60_000, patient(Duration.ZERO), List.of(0, 1, 2));
		this.begun.await();
		this.fixture.stopWorker();
		assertThat(this.seen).isEmpty();
		assertThat(this.fixture.info(id).status()).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void mapReturnsAfterItsCallsAlsoIfTheyIgnoreTheStop(CapturedOutput output) throws Exception {
		JobId id = start((job, item) -> {
			this.active.incrementAndGet();
			this.begun.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
			this.active.decrementAndGet();
			return item;
		}, 60_000, WorkerFixture.options());
		this.begun.await();
		this.fixture.memory.actions().cancel(id);
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("still runs after it was stopped (CANCELLED)"));
		assertThat(this.returned.getCount()).isOne();
		assertThat(output.toString().split("MapStopTests.lambda\\$mapReturnsAfterItsCalls")).hasSizeGreaterThan(3);
		this.release.countDown();
		this.returned.await();
		assertThat(this.active).hasValue(0);
		assertThat(this.seen).element(0).isInstanceOf(InterruptedException.class);
	}

	@Test
	void callsOfATaskThatIsNotInterruptedEndByThemselves() throws Exception {
		this.fixture.task(new FakeTask("map", (payload, job) -> mapped(job, ITEMS, (context, item) -> {
			this.begun.countDown();
			while (!context.isCancelled()) {
				Thread.onSpinWait();
			}
			this.interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
			return item;
		})) {
			@Override
			public boolean interrupt() {
				return false;
			}
		});
		this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("map");
		this.begun.await();
		this.fixture.memory.actions().cancel(id);
		this.returned.await();
		assertThat(this.interrupted).hasValue(0);
		assertThat(this.seen).element(0)
			.isInstanceOf(CancellationException.class)
			.asString()
			.contains("was stopped after 3 of 10 items");
	}

	@RepeatedTest(20)
	void aStopReachesMapsInsideMapsThatSwallowInterrupts() throws Exception {
		JobId id = start((job, item) -> job.map(2, List.of(0, 1, 2, 3), (inner) -> {
			this.begun.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				this.interrupted.incrementAndGet();
			}
			return inner;
		}), 60_000, WorkerFixture.options(), List.of(0, 1));
		this.begun.await();
		this.fixture.memory.actions().cancel(id);
		this.returned.await();
		assertThat(this.interrupted.get()).isBetween(3, 4);
		assertThat(this.seen).element(0).isInstanceOf(InterruptedException.class);
	}

	private JobId start(Call call, long timeoutMillis, WorkerOptions options) {
		return start(call, timeoutMillis, options, ITEMS);
	}

	private JobId start(Call call, long timeoutMillis, WorkerOptions options, List<Integer> items) {
		this.fixture.task(new FakeTask("map", (payload, job) -> {
			mapped(job, items, call);
			return null;
		}, FakeTask.policy(0), Duration.ofMillis(timeoutMillis)));
		this.fixture.start(options, 1);
		return this.fixture.insert("map");
	}

	/** Options that leave handlers time after an interrupt. */
	private static WorkerOptions patient(Duration shutdownTimeout) {
		return new WorkerOptions(Duration.ofSeconds(3), Duration.ofMillis(100), shutdownTimeout, Duration.ofSeconds(10),
				Duration.ofHours(1), 100, 5, 20, null, false);
	}

}
