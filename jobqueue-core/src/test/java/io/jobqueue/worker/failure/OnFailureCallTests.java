package io.jobqueue.worker.failure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobContext;
import io.jobqueue.JobContextHolder;
import io.jobqueue.JobStateException;
import io.jobqueue.store.feed.ClaimedJob;
import io.jobqueue.testsupport.SettableClock;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.FakeTask;
import io.jobqueue.worker.attempt.AttemptContext;
import io.jobqueue.worker.timing.TimeoutScheduler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OnFailureCallTests {

	private final TimeoutScheduler timeoutScheduler = new TimeoutScheduler().open();

	private final List<Throwable> thrown = new ArrayList<>();

	@AfterEach
	void close() {
		this.timeoutScheduler.close();
	}

	@Test
	void logLinesNameTheJobDuringTheCallOnly() {
		AtomicReference<String> seen = new AtomicReference<>();
		call(Duration.ofMinutes(1), () -> seen.set(MDC.get("jobId"))).run();
		assertThat(seen).hasValue("q-1");
		assertThat(MDC.get("jobId")).isNull();
	}

	@Test
	void theThreadKeepsItsName() {
		String name = Thread.currentThread().getName();
		call(Duration.ofMinutes(1), () -> Thread.currentThread().setName("renamed")).run();
		assertThat(Thread.currentThread().getName()).isEqualTo(name);
	}

	@Test
	void aCallThatTakesTooLongIsInterrupted() {
		CountDownLatch never = new CountDownLatch(1);
		call(Duration.ofMillis(20), never::await).run();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void anInterruptThatWentUnnoticedDoesNotStayWithTheThread() {
		call(Duration.ofMillis(5), () -> {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
		}).run();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void whatItThrowsIsHandedOnAndEndsThere() {
		LinkageError error = new LinkageError("no");
		call(Duration.ofMinutes(1), () -> {
			throw error;
		}).run();
		assertThat(this.thrown).containsExactly(error);
		assertThat(this.timeoutScheduler.pendingCount()).isZero();
	}

	@Test
	void whatItThrowsIsLoggedInBoundsAndForgesNoLine(CapturedOutput output) {
		call(Duration.ofMinutes(1), () -> {
			throw new IllegalStateException("no\n2026-01-01 INFO forged" + "x".repeat(1_000_000));
		}).run();
		assertThat(output).contains("ERROR").contains("'q-1'").contains("no\\n2026-01-01 INFO forged");
		assertThat(output).contains("at io.jobqueue.worker.failure.OnFailureCallTests").hasSizeLessThan(20_000);
		assertThat(output.toString().lines()).noneMatch((line) -> line.startsWith("2026-01-01 INFO"));
	}

	@Test
	void nothingIsHandedOnWhenItThrowsNothing() {
		call(Duration.ofMinutes(1), () -> {
		}).run();
		assertThat(this.thrown).isEmpty();
	}

	@Test
	void theJobIsKnownDuringTheCallOnlyAndCannotBeChanged() {
		AtomicReference<String> seen = new AtomicReference<>();
		call(Duration.ofMinutes(1), () -> {
			seen.set(JobContext.current().id().value());
			JobContext.current().retry();
		}).run();
		assertThat(seen).hasValue("q-1");
		assertThat(this.thrown).singleElement().isInstanceOf(JobStateException.class);
		assertThat(JobContextHolder.current()).isNull();
	}

	@Test
	void aCallOfATaskThatIsNotToBeInterruptedIsNot() {
		CountDownLatch late = new CountDownLatch(1);
		this.timeoutScheduler.start(Duration.ofMillis(200), late::countDown);
		call(new FakeTask("task", (payload, job) -> payload, FakeTask.policy(0), Duration.ofMillis(5)) {
			@Override
			public boolean interrupt() {
				return false;
			}
		}, late::await).run();
		assertThat(this.thrown).isEmpty();
	}

	private OnFailureCall call(Duration timeout, OnFailureCall.Body body) {
		return call(new FakeTask("task", (payload, job) -> payload, FakeTask.policy(0), timeout), body);
	}

	private OnFailureCall call(FakeTask task, OnFailureCall.Body body) {
		ClaimedJob job = Attempts.job("q-1", 1);
		AttemptContext context = AttemptContext.ended(job, task, task.timeout(), "w1", new SettableClock());
		return new OnFailureCall(context, job, task, body, this.thrown::add, this.timeoutScheduler);
	}

}
