package io.jobqueue.worker.failure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OnFailureExecutorTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<String> called = new CopyOnWriteArrayList<>();

	private final AtomicInteger atOnce = new AtomicInteger();

	private final AtomicInteger mostAtOnce = new AtomicInteger();

	@AfterEach
	void close() {
		this.release.countDown();
		this.executor.shutdownNow();
	}

	@Test
	void fewCallsAreMadeAtOnceAndAllInTheEnd() throws Exception {
		OnFailureExecutor executor = new OnFailureExecutor(Duration.ofMinutes(1));
		fill(executor, 100);
		this.release.countDown();
		executor.awaitEmpty(Duration.ofSeconds(10));
		assertThat(this.called).hasSize(100);
		assertThat(this.mostAtOnce).hasValueBetween(1, OnFailureExecutor.AT_ONCE);
	}

	@Test
	void whoBringsACallWaitsWhileTheLineIsFull() throws Exception {
		OnFailureExecutor executor = new OnFailureExecutor(Duration.ofMinutes(1));
		fill(executor, OnFailureExecutor.AT_ONCE + OnFailureExecutor.ROOM);
		CompletableFuture<Void> bringing = CompletableFuture.runAsync(() -> add(executor, "one-more"), this.executor);
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> !bringing.isDone());
		this.release.countDown();
		bringing.get();
		executor.awaitEmpty(Duration.ofSeconds(10));
		assertThat(this.called).contains("one-more").hasSize(OnFailureExecutor.AT_ONCE + OnFailureExecutor.ROOM + 1);
	}

	@Test
	void whatCannotBeCalledIsNamedInTheLog(CapturedOutput output) throws Exception {
		OnFailureExecutor executor = new OnFailureExecutor(Duration.ofMillis(50));
		fill(executor, OnFailureExecutor.AT_ONCE + OnFailureExecutor.ROOM);
		add(executor, "left-out");
		assertThat(output).contains("onFailure of job 'left-out' is not called");
		this.release.countDown();
		executor.awaitEmpty(Duration.ofSeconds(10));
		add(executor, "after");
		Awaitility.await().until(() -> this.called.contains("after"));
	}

	@Test
	void aStopNamesWhatWasNotCalled(CapturedOutput output) throws Exception {
		OnFailureExecutor executor = new OnFailureExecutor(Duration.ofMinutes(1));
		fill(executor, OnFailureExecutor.AT_ONCE + 2);
		executor.stopWaiting();
		executor.awaitEmpty(Duration.ofMillis(50));
		executor.close();
		add(executor, "late");
		assertThat(output).contains("job-4, job-5").contains("still runs while the worker stops").contains("'late'");
	}

	@Test
	void aCallThatItsExecutorRefusesHoldsUpNoOther(CapturedOutput output) throws Exception {
		OnFailureExecutor executor = new OnFailureExecutor(Duration.ofMinutes(1));
		Executor full = (action) -> {
			throw new RejectedExecutionException("full on purpose");
		};
		for (int i = 0; i < 10; i++) {
			executor.add(new OnFailureExecutor.Call("refused-" + i, full, () -> this.called.add("never")));
		}
		this.release.countDown();
		add(executor, "good");
		executor.awaitEmpty(Duration.ofSeconds(10));
		assertThat(this.called).containsExactly("good");
		assertThat(output).contains("onFailure of job 'refused-9' could not be called");
	}

	private void fill(OnFailureExecutor executor, int calls) {
		for (int i = 0; i < calls; i++) {
			add(executor, "job-" + i);
		}
	}

	private void add(OnFailureExecutor executor, String job) {
		executor.add(new OnFailureExecutor.Call(job, this.executor, () -> {
			this.mostAtOnce.accumulateAndGet(this.atOnce.incrementAndGet(), Math::max);
			awaitRelease();
			this.atOnce.decrementAndGet();
			this.called.add(job);
		}));
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
