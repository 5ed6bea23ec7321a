package io.jobqueue.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.JobContext;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.RetryRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first error of a map stops its other calls, and a signal ends the job.
 */
class MapErrorTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final List<@Nullable Object> seen = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@RepeatedTest(50)
	void theFirstErrorInterruptsTheOthersAndIsThrown() {
		IllegalStateException first = new IllegalStateException("first");
		CyclicBarrier together = new CyclicBarrier(3);
		AtomicInteger calls = new AtomicInteger();
		run((job) -> {
			try {
				job.map(3, IntStream.range(0, 100).boxed().toList(), (item) -> {
					calls.incrementAndGet();
					together.await();
					if (item == 1) {
						throw first;
					}
					new CountDownLatch(1).await();
					return item;
				});
			}
			catch (Exception ex) {
				this.seen.add(ex);
			}
			this.seen.add(Thread.currentThread().isInterrupted());
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(first, false);
		assertThat(first).hasNoSuppressedExceptions();
		assertThat(calls).hasValue(3);
	}

	@RepeatedTest(50)
	void laterErrorsAreSuppressed() {
		CyclicBarrier together = new CyclicBarrier(3);
		run((job) -> {
			try {
				job.map(3, List.of(0, 1, 2), (item) -> {
					together.await();
					throw new IllegalStateException("error " + item);
				});
			}
			catch (IllegalStateException ex) {
				this.seen.add(1 + ex.getSuppressed().length);
			}
			this.seen.add(Thread.currentThread().isInterrupted());
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(3, false);
	}

	@Test
	void anErrorThatIsNotCaughtFailsTheJob() {
		JobId id = run((job) -> job.map(2, List.of(1), (item) -> {
			throw new java.io.IOException("disk " + item);
		}), JobStatus.FAILED);
		assertThat(this.fixture.info(id).error().type()).isEqualTo("java.io.IOException");
		assertThat(this.fixture.info(id).error().message()).isEqualTo("disk 1");
	}

	@RepeatedTest(50)
	void anAbortOfACallEndsTheJobAlsoAfterAnotherError() {
		CyclicBarrier together = new CyclicBarrier(2);
		JobId id = run((job) -> job.map(2, List.of(0, 1), (item) -> {
			together.await();
			if (item == 0) {
				throw new IllegalStateException("broken");
			}
			throw job.abort("enough");
		}), JobStatus.ABORTED);
		assertThat(this.fixture.info(id).error().message()).isEqualTo("enough");
	}

	@Test
	void aRetryOfACallRetriesTheJob() {
		JobId id = run(
				(job) -> job.map(2, List.of(0, 1),
						(item) -> job.retry(RetryRequest.after(Duration.ofHours(1)).withMaxRetries(5))),
				JobStatus.RETRY);
		assertThat(this.fixture.info(id).attempts()).isEqualTo(1);
	}

	@RepeatedTest(50)
	void anErrorStopsMapsInsideOtherCalls() {
		CountDownLatch deep = new CountDownLatch(2);
		run((job) -> {
			try {
				job.map(2, List.of(0, 1), (outer) -> {
					if (outer == 0) {
						deep.await();
						throw new IllegalStateException("outer");
					}
					return job.map(2, List.of(0, 1), (inner) -> {
						deep.countDown();
						new CountDownLatch(1).await();
						return inner;
					});
				});
			}
			catch (IllegalStateException ex) {
				this.seen.add(ex.getMessage());
			}
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("outer");
	}

	private JobId run(Body body, JobStatus expected) {
		this.fixture.task("map", (payload, job) -> {
			body.run(job);
			return null;
		});
		if (this.fixture.workers() == 0) {
			this.fixture.start(WorkerFixture.options(), 2);
		}
		JobId id = this.fixture.insert("map");
		this.fixture.awaitStatus(id, expected);
		return id;
	}

	@FunctionalInterface
	private interface Body {

		void run(JobContext job) throws Exception;

	}

}
