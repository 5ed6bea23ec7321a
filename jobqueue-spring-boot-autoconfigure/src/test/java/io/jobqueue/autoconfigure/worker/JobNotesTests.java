package io.jobqueue.autoconfigure.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobLogLine;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import io.jobqueue.autoconfigure.Contexts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps and logs of jobs in an application.
 */
class JobNotesTests {

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(NotingTasks.class);

	@Test
	void retryGoesOnBehindAStep() {
		this.runner.run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("steps", "Ada");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(explorer.await(id, Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(explorer.result(id, Integer.class)).contains(1);
			assertThat(explorer.log(id, 0)).extracting(JobLogLine::text).containsExactly("attempt 1", "attempt 2");
		});
	}

	@Test
	void logHasItsConfiguredBounds() {
		this.runner.withPropertyValues("jobqueue.logs.max-lines=3").run((context) -> {
			JobId id = context.getBean(JobDispatcher.class).dispatch("lines", "Ada");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(explorer.await(id, Duration.ofSeconds(10)).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(explorer.log(id, 0)).extracting(JobLogLine::text)
				.containsExactly("Earlier lines were deleted, because the size of a log is limited", "line 7", "line 8",
						"line 9");
		});
	}

	static class NotingTasks {

		private final AtomicInteger count = new AtomicInteger();

		@JobTask(name = "steps", retry = @Retry(maxRetries = 1, delay = "1ms"))
		int steps(String name, JobContext job) {
			job.log("attempt {}", job.attempt());
			int result = job.step("count", this.count::incrementAndGet);
			if (job.attempt() == 1) {
				throw new IllegalStateException("on purpose");
			}
			return result;
		}

		@JobTask(name = "lines")
		void lines(String name, JobContext job) {
			for (int i = 0; i < 10; i++) {
				job.log("line {}", i);
			}
		}

	}

}
