package io.jobqueue.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobEventListener;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.RetryRequest;
import io.jobqueue.store.feed.Outcome;
import io.jobqueue.worker.attempt.JobExecution;
import io.jobqueue.worker.outcome.StopReason;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * However an attempt ends, it has one outcome, and its permit is free.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttemptEndTests {

	private static final Duration GRACE = Duration.ofSeconds(30);

	private final Attempts attempts = new Attempts();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.attempts.close();
	}

	@Test
	void aListenerThatThrowsAnErrorKeepsNothing() {
		JobEventListener broken = (event) -> {
			throw new StackOverflowError("on purpose");
		};
		start(new FakeTask("task", (payload, job) -> payload), broken);
		assertThat(end().status()).isEqualTo(JobStatus.SUCCESS);
	}

	@Test
	void aStageThatCannotBeAwaitedEndsItsJob() {
		start(new FakeTask("task", (payload, job) -> new CompletableFuture<String>() {
			@Override
			public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
				throw new IllegalStateException("no callbacks");
			}
		}));
		assertThat(end().error().message()).isEqualTo("no callbacks");
	}

	@Test
	void anErrorOfShouldRetryKeepsNoPermitAndIsKeptWithTheJob(CapturedOutput output) {
		start(retried((payload, error) -> {
			throw new AssertionError("cannot say");
		}));
		Outcome end = end();
		assertThat(end.status()).isEqualTo(JobStatus.RETRY);
		assertThat(end.error().message()).contains("failed", "shouldRetry", "AssertionError", "cannot say");
		assertThat(output).contains("shouldRetry of test failed");
	}

	@Test
	void anOutcomeThatCannotBeHandedOnIsHandedOnLater() {
		this.attempts.refusals = 1;
		start(new FakeTask("task", (payload, job) -> payload));
		assertThat(this.attempts.permits.active()).isZero();
		Awaitility.await().until(() -> this.attempts.settled.size() == 1);
	}

	@Test
	void shouldRetryRunsInTheContextOfTheJob() {
		AtomicReference<String> seen = new AtomicReference<>();
		start(retried((payload, error) -> {
			seen.set(JobContext.current().id() + " " + JobContext.current().attempt() + " " + MDC.get("jobId"));
			return false;
		}));
		assertThat(end().status()).isEqualTo(JobStatus.FAILED);
		assertThat(seen).hasValue("q-1 1 q-1");
		assertThat(JobContextHolder.current()).isNull();
	}

	@Test
	void shouldRetryOfAResultThatFailsLaterRunsInTheContextOfTheJob() {
		CompletableFuture<String> later = new CompletableFuture<>();
		AtomicReference<String> seen = new AtomicReference<>();
		start(new DecidingTask((payload, job) -> later, (payload, error) -> {
			seen.set(JobContext.current().id().value());
			return false;
		}, Duration.ofMinutes(1)));
		later.completeExceptionally(new IllegalStateException("failed"));
		assertThat(end().error().message()).isEqualTo("failed");
		assertThat(seen).hasValue("q-1");
	}

	@Test
	void shouldRetryMayAbort() {
		start(retried((payload, error) -> {
			throw JobContext.current().abort("hopeless");
		}));
		assertThat(end().status()).isEqualTo(JobStatus.ABORTED);
	}

	@Test
	void aSignalThatTheHandlerCatchesCounts(CapturedOutput output) {
		FakeTask task = new FakeTask("swallowing", (payload, job) -> {
			try {
				throw job.abort("enough");
			}
			catch (Throwable ex) {
				return "done";
			}
		});
		start(task);
		assertThat(end().status()).isEqualTo(JobStatus.ABORTED);
		assertThat(output).containsOnlyOnce("Task 'swallowing' catches");
	}

	@Test
	void aSignalThatTheHandlerTurnsIntoAnExceptionCounts() {
		start(new FakeTask("task", (payload, job) -> {
			try {
				throw job.retry(RetryRequest.after(Duration.ofMinutes(5)).withMaxRetries(7));
			}
			catch (Throwable ex) {
				throw new IllegalStateException(ex);
			}
		}));
		assertThat(end().delay()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void aFutureThatNobodyWaitsForFailsItsJob() {
		start(new FakeTask("task", (payload, job) -> new FutureTask<>(() -> "never")));
		assertThat(end().status()).isEqualTo(JobStatus.FAILED);
		assertThat(end().error().message()).contains("task", "FutureTask", "CompletionStage");
	}

	@Test
	void aPublisherInAResultFailsItsJob() {
		java.util.concurrent.Flow.Publisher<String> publisher = (subscriber) -> {
		};
		start(new FakeTask("task", (payload, job) -> CompletableFuture.completedFuture(publisher)));
		assertThat(end().status()).isEqualTo(JobStatus.FAILED);
		assertThat(end().error().message()).contains("subscribe");
	}

	@Test
	void aTimeoutWithoutARetryLeftEndsBeforeTheGrace() {
		JobExecution execution = startStubborn(new FakeTask("task", this::ignoreInterrupts));
		assertThat(execution.stop(StopReason.TIMEOUT)).isTrue();
		Awaitility.await().until(() -> this.attempts.settled.size() == 1);
		assertThat(end(1).status()).isEqualTo(JobStatus.TIMEOUT);
		this.release.countDown();
		Awaitility.await().until(() -> this.attempts.permits.active() == 0);
		assertThat(this.attempts.permits.abandoned()).isZero();
	}

	@Test
	void aTimeoutWithARetryLeftWaitsForTheGrace() {
		JobExecution execution = startStubborn(
				new FakeTask("task", this::ignoreInterrupts, FakeTask.policy(3), Duration.ofMinutes(1)),
				Duration.ofMillis(400));
		execution.stop(StopReason.TIMEOUT);
		Awaitility.await()
			.until(() -> this.attempts.settled.isEmpty() ? null : this.attempts.permits.abandoned(),
					(now) -> now != null);
		assertThat(this.attempts.permits.abandoned()).isEqualTo(1);
		assertThat(end(0).status()).isEqualTo(JobStatus.RETRY);
	}

	@Test
	void shouldRetryThatHangsAfterTheGraceHoldsUpNoTimer() {
		JobExecution execution = startStubborn(new DecidingTask(this::ignoreInterrupts, (payload, error) -> {
			awaitUninterruptibly();
			return true;
		}, Duration.ofMinutes(1)), Duration.ofMillis(50));
		execution.stop(StopReason.TIMEOUT);
		AtomicBoolean rang = new AtomicBoolean();
		Awaitility.await().until(() -> this.attempts.permits.abandoned() == 1);
		this.attempts.timeoutScheduler.start(Duration.ZERO, () -> rang.set(true));
		Awaitility.await().untilTrue(rang);
		Awaitility.await().until(() -> this.attempts.settled.size() == 1);
		assertThat(this.attempts.settled.get(0).outcome().status()).isEqualTo(JobStatus.RETRY);
	}

	@Test
	void aTaskThatStopsByItselfIsNotInterrupted() throws Exception {
		AtomicBoolean interrupted = new AtomicBoolean();
		CountDownLatch over = new CountDownLatch(1);
		JobExecution execution = startStubborn(new FakeTask("task", (payload, job) -> {
			while (!job.isCancelled()) {
				Thread.onSpinWait();
			}
			interrupted.set(Thread.currentThread().isInterrupted());
			over.countDown();
			return null;
		}) {
			@Override
			public boolean interrupt() {
				return false;
			}
		});
		execution.stop(StopReason.SHUTDOWN);
		over.await();
		assertThat(interrupted).isFalse();
		Awaitility.await().until(() -> this.attempts.permits.active() == 0);
		assertThat(end().kind()).isEqualTo(Outcome.Kind.INTERRUPT);
	}

	@Test
	void whatIsAskedForAfterTheEndIsRefused() {
		AtomicReference<JobContext> kept = new AtomicReference<>();
		start(new FakeTask("task", (payload, job) -> {
			kept.set(job);
			return null;
		}));
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> kept.get().progress(0.5))
			.withMessageContainingAll("q-1", "has ended", "progress");
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> kept.get().retry());
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> kept.get().abort("late"));
	}

	private @Nullable Object ignoreInterrupts(@Nullable Object payload, JobContext job) {
		awaitUninterruptibly();
		return null;
	}

	private void awaitUninterruptibly() {
		while (this.release.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	private DecidingTask retried(DecidingTask.Decision decision) {
		return new DecidingTask((payload, job) -> {
			throw new IllegalStateException("failed");
		}, decision, Duration.ofMinutes(1));
	}

	private JobExecution start(FakeTask task, JobEventListener... listeners) {
		return this.attempts.start(Attempts.job("q-1", 1), task, Runnable::run, GRACE, listeners);
	}

	private JobExecution startStubborn(FakeTask task) {
		return startStubborn(task, GRACE);
	}

	private JobExecution startStubborn(FakeTask task, Duration grace) {
		JobExecution execution = this.attempts.start(Attempts.job("q-1", 1), task,
				(action) -> new Thread(action).start(), grace);
		Awaitility.await().until(() -> task.runs.get() == 1);
		return execution;
	}

	private Outcome end() {
		return end(0);
	}

	private Outcome end(int active) {
		assertThat(this.attempts.permits.active()).isEqualTo(active);
		assertThat(this.attempts.settled).hasSize(1);
		return this.attempts.settled.get(0).outcome();
	}

}
