package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executor {@code cpu} is built in.
 */
class CpuExecutorTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(Counting.class);

	@Test
	void noMoreJobsComputeThanThereAreProcessors() {
		int processors = Runtime.getRuntime().availableProcessors();
		this.runner.withPropertyValues("jobqueue.worker.concurrency=" + 4 * processors).run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			List<JobId> ids = IntStream.range(0, 8 * processors).mapToObj((i) -> jobs.dispatch("count", null)).toList();
			ids.forEach((id) -> {
				assertThat(explorer.await(id, Duration.ofSeconds(20)).status()).isEqualTo(JobStatus.SUCCESS);
				assertThat(explorer.result(id, String.class).orElseThrow()).startsWith("jobqueue-cpu-");
			});
			assertThat(context.getBean(Counting.class).most.get()).isBetween(1, processors);
		});
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("jobqueue-cpu-")));
	}

	@Test
	void aBeanOfThisNameTakesPrecedence() {
		this.runner.withBean("cpu", Executor.class, () -> (work) -> new Thread(work, "own").start()).run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("count", null);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			explorer.await(id, Duration.ofSeconds(20));
			assertThat(explorer.result(id, String.class)).contains("own");
		});
	}

	@Test
	void anotherBeanOfThisNameFailsTheStart() {
		Contexts.assertFails(this.runner.withBean("cpu", String.class, () -> "text"), "names the executor 'cpu'");
	}

	@JobTask(name = "count", executor = "cpu")
	static class Counting implements JobHandler<Void, String> {

		private final AtomicInteger active = new AtomicInteger();

		final AtomicInteger most = new AtomicInteger();

		@Override
		public String handle(Void payload, io.jobqueue.JobContext job) {
			this.most.accumulateAndGet(this.active.incrementAndGet(), Math::max);
			Thread.yield();
			this.active.decrementAndGet();
			return Thread.currentThread().getName();
		}

	}

}
