package io.jobqueue.worker.attempt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.jobqueue.JobStatus;
import io.jobqueue.worker.Attempts;
import io.jobqueue.worker.FakeTask;
import io.jobqueue.worker.options.AttemptTransaction;
import io.jobqueue.worker.outcome.StopReason;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobExecutionTests {

	private final Attempts attempts = new Attempts();

	@AfterEach
	void close() {
		this.attempts.close();
	}

	@Test
	void aResultThatNoExecutorCancelsIsGivenUpAfterTheGrace() {
		AtomicBoolean full = new AtomicBoolean();
		Executor executor = (action) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full on purpose");
			}
			action.run();
		};
		JobExecution execution = this.attempts.of(Attempts.job("q-1", 1),
				new FakeTask("task", (payload, job) -> new CompletableFuture<>()), executor);
		execution.start();
		full.set(true);
		assertThat(execution.stop(StopReason.TIMEOUT)).isTrue();
		Awaitility.await().until(() -> this.attempts.settled.size() == 1);
	}

	@Test
	void theThreadKeepsItsNameAndClassLoader() {
		Thread thread = Thread.currentThread();
		String name = thread.getName();
		ClassLoader loader = thread.getContextClassLoader();
		this.attempts.start(Attempts.job("q-1", 1), new FakeTask("task", (payload, job) -> {
			thread.setName("renamed");
			thread.setContextClassLoader(null);
			return null;
		}), Runnable::run, Duration.ofMillis(100));
		assertThat(this.attempts.settled).hasSize(1);
		assertThat(thread.getName()).isEqualTo(name);
		assertThat(thread.getContextClassLoader()).isSameAs(loader);
	}

	/** A renewal can find that the job is done before the attempt knows. */
	@Test
	void oneWhoseTransactionEndsIsNotStopped() {
		AtomicReference<JobExecution> running = new AtomicReference<>();
		List<Boolean> stops = new ArrayList<>();
		this.attempts.transaction = new AttemptTransaction() {

			@Override
			public <T> T run(String name, Callable<T> work) throws Exception {
				T result = work.call();
				stops.add(running.get().stop(StopReason.LOST));
				return result;
			}

		};
		FakeTask task = new FakeTask("task", (payload, job) -> payload) {
			@Override
			public boolean finishInTransaction() {
				return true;
			}
		};
		running.set(this.attempts.of(Attempts.job("q-1", 1), task, Runnable::run));
		running.get().start();
		assertThat(stops).containsExactly(false);
		assertThat(this.attempts.settled).singleElement()
			.satisfies((end) -> assertThat(end.outcome().status()).isEqualTo(JobStatus.SUCCESS));
	}

	@Test
	void oneThatWasStoppedBeforeItBeganDoesNotRun() {
		FakeTask task = new FakeTask("task", (payload, job) -> payload);
		JobExecution execution = this.attempts.of(Attempts.job("q-1", 1), task, Runnable::run);
		assertThat(execution.stop(StopReason.SHUTDOWN)).isTrue();
		execution.start();
		assertThat(task.runs).hasValue(0);
		assertThat(this.attempts.settled).hasSize(1);
	}

}
