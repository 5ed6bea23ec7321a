package io.jobqueue.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.TypeReference;
import io.jobqueue.store.notes.JobNotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A job goes on behind the steps that an earlier attempt has finished.
 */
@Timeout(60)
class StepTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final AtomicInteger steps = new AtomicInteger();

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.fixture.close();
	}

	/** Run a job whose task makes up to three attempts. */
	private JobId run(FakeTask.Handler handler) {
		this.fixture.task(new FakeTask("steps", handler, FakeTask.policy(2), Duration.ofMinutes(1)));
		this.fixture.start(WorkerFixture.options(), 1);
		return this.fixture.insert("steps");
	}

	private int count() {
		return this.steps.incrementAndGet();
	}

	private static void failAtFirst(JobContext job) {
		if (job.attempt() == 1) {
			throw new IllegalStateException("on purpose");
		}
	}

	@Test
	void retryGoesOnBehindFinishedSteps() {
		JobId id = run((payload, job) -> {
			int first = job.step("first", this::count);
			Order order = job.step("order", Order.class, () -> new Order("a", count()));
			List<Order> orders = job.step("orders", new TypeReference<List<Order>>() {
			}, () -> List.of(new Order("b", count())));
			job.step("action", () -> {
				count();
			});
			failAtFirst(job);
			int last = job.step("last", this::count);
			return first + " " + order + " " + orders + " " + last;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.info(id).result())
			.isEqualTo("\"1 Order[name=a, number=2] [Order[name=b, number=3]] 5\"");
		assertThat(this.steps).hasValue(5);
	}

	@Test
	void typeOfALambdaIsKnown() {
		JobId id = run((payload, job) -> {
			Order order = job.step("order", () -> new Order("a", count()));
			Order made = job.step("made", this::order);
			Long number = job.step("number", () -> 1L + count());
			failAtFirst(job);
			return order + " " + made + " " + number;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.info(id).result()).isEqualTo("\"Order[name=a, number=1] Order[name=b, number=2] 4\"");
		assertThat(this.steps).hasValue(3);
	}

	private Order order() {
		return new Order("b", count());
	}

	@Test
	void stepThatFailsRunsAgain() {
		JobId id = run((payload, job) -> job.step("unsure", () -> {
			if (count() < 3) {
				throw new IOException("on purpose");
			}
			return "done";
		}));
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.steps).hasValue(3);
	}

	@Test
	void stepThatFailedMayBeRepeatedByTheHandler() {
		JobId id = run((payload, job) -> {
			for (int i = 0; i < 2; i++) {
				try {
					return job.step("unsure", () -> {
						if (count() == 1) {
							throw new IOException("on purpose");
						}
						return "done";
					});
				}
				catch (IOException ex) {
					// It is repeated.
				}
			}
			return "never";
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.info(id).result()).isEqualTo("\"done\"");
	}

	@Test
	void resultCanBeNull() {
		JobId id = run((payload, job) -> {
			String plain = job.step("plain", () -> {
				count();
				return null;
			});
			Order typed = job.step("typed", Order.class, () -> {
				count();
				return null;
			});
			failAtFirst(job);
			return plain == null && typed == null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.info(id).result()).isEqualTo("true");
		assertThat(this.steps).hasValue(2);
	}

	@Test
	void stepsWithinStepsAndOfSeveralThreadsAreKept() {
		JobId id = run((payload, job) -> {
			job.step("outer", () -> {
				job.step("inner", this::count);
			});
			CompletableFuture
				.allOf(IntStream.range(0, 20)
					.mapToObj((i) -> CompletableFuture.runAsync(() -> job.step("thread " + i, this::count)))
					.toArray(CompletableFuture[]::new))
				.join();
			failAtFirst(job);
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.steps).hasValue(21);
		assertThat(stored(id)).isEqualTo(22);
	}

	private int stored(JobId id) {
		return this.fixture.memory.part(JobNotes.class).steps("q", id).size();
	}

	@Test
	void jobWithoutNotesMakesNoCall() {
		JobId id = run((payload, job) -> payload);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.noteCalls).hasValue(0);
	}

	@Test
	void firstAttemptReadsNothing() {
		JobId id = run((payload, job) -> job.step("a", this::count) + job.step("b", this::count));
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.noteCalls).hasValue(2);
	}

	@Test
	void stepOfAJobThatWasLostIsNotStoredAndStopsTheAttempt() {
		JobId id = run((payload, job) -> {
			if (job.attempt() > 1 || this.steps.get() > 0) {
				return job.step("a", () -> "second");
			}
			count();
			assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> job.step("a", () -> {
				this.fixture.memory.actions().cancel(job.id());
				this.fixture.memory.actions().requeue(job.id());
				return "first";
			})).withMessageContaining("does not belong to this worker any more");
			assertThat(job.isCancelled()).isTrue();
			return "first";
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.fixture.info(id).result()).isEqualTo("\"second\"");
		assertThat(stored(id)).isEqualTo(1);
	}

	@Test
	void storeThatIsAwayIsWaitedFor() {
		JobId id = run((payload, job) -> {
			int result = job.step("a", () -> {
				this.fixture.unavailable.set(true);
				this.running.countDown();
				return count();
			});
			failAtFirst(job);
			return result;
		});
		Awaitility.await().until(() -> this.fixture.noteCalls.get() >= 3);
		assertThat(stored(id)).isZero();
		this.fixture.unavailable.set(false);
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThat(this.steps).hasValue(1);
	}

	@Test
	void attemptThatTimesOutDoesNotWaitForTheStoreAnyMore() {
		this.fixture.task(new FakeTask("steps", (payload, job) -> job.step("a", () -> {
			this.fixture.unavailable.set(true);
			return count();
		}), FakeTask.policy(0), Duration.ofMillis(300)));
		JobWorker worker = this.fixture.start(WorkerFixture.options(), 1);
		JobId id = this.fixture.insert("steps");
		Awaitility.await().until(() -> this.steps.get() == 1 && worker.containers().get(0).abandoned() == 0);
		Awaitility.await().until(() -> worker.containers().get(0).active() == 0);
		this.fixture.unavailable.set(false);
		this.fixture.awaitStatus(id, JobStatus.TIMEOUT);
	}

	@Test
	void stepThatIsFinishedWhenItsWorkerStopsIsStored() {
		JobId id = run((payload, job) -> job.step("a", () -> {
			this.running.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return count();
		}));
		Awaitility.await().until(() -> this.running.getCount() == 0);
		this.fixture.close();
		assertThat(stored(id)).isEqualTo(1);
		assertThat(this.steps).hasValue(1);
	}

	@Test
	void contextOfAnAttemptThatHasEndedRefusesSteps() {
		CompletableFuture<JobContext> context = new CompletableFuture<>();
		JobId id = run((payload, job) -> {
			context.complete(job);
			return null;
		});
		this.fixture.awaitStatus(id, JobStatus.SUCCESS);
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> context.join().step("a", this::count));
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> context.join().log("a"));
	}

	record Order(String name, int number) {
	}

}
