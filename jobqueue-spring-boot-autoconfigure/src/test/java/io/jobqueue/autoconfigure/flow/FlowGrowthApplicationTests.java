package io.jobqueue.autoconfigure.flow;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jobqueue.FlowContext;
import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStateException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;
import io.jobqueue.autoconfigure.Contexts;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Jobs that add jobs to their flow. */
@Tag("process")
class FlowGrowthApplicationTests {

	static Stream<ApplicationContextRunner> stores() {
		return Stream
			.of(Contexts.inMemory(), Contexts.withRedis(),
					Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc"))
			.map((runner) -> runner.withBean(Folders.class));
	}

	@ParameterizedTest
	@MethodSource("stores")
	void retryDoesNotRepeatAStepThatAddsJobs(ApplicationContextRunner runner) {
		runner.run((context) -> {
			FlowId id = context.getBean(JobDispatcher.class)
				.batch(List.of(JobRequest.of(Folders::readInAStep, "a")))
				.dispatch();
			JobExplorer explorer = context.getBean(JobExplorer.class);
			FlowInfo flow = Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> explorer.flow(id).orElseThrow(), (each) -> each.status() == FlowStatus.SUCCESS);
			assertThat(flow.jobs()).isEqualTo(3);
		});
	}

	@Test
	void attemptThatHasEndedAddsNoJobs() {
		Contexts.inMemory().withBean(Folders.class).run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			FlowId id = jobs.batch(List.of(JobRequest.of(Folders::keep, null),
					JobRequest.of(Folders::readFile, "late").after(Duration.ofHours(1))))
				.dispatch();
			JobExplorer explorer = context.getBean(JobExplorer.class);
			FlowContext kept = context.getBean(Folders.class).next();
			FlowMember member = explorer.members(id, 0, 1).get(0);
			explorer.await(member.job(), Duration.ofSeconds(30));
			assertThatExceptionOfType(JobStateException.class)
				.isThrownBy(() -> kept.add(JobRequest.of(Folders::readFile, "b")))
				.withMessageContainingAll(member.job().value(), "has ended");
			assertThat(kept.info().jobs()).isEqualTo(2);
		});
	}

	/** Tasks. */
	static class Folders {

		private final BlockingQueue<FlowContext> kept = new LinkedBlockingQueue<>();

		FlowContext next() throws InterruptedException {
			FlowContext next = this.kept.poll(30, TimeUnit.SECONDS);
			assertThat(next).isNotNull();
			return next;
		}

		@JobTask(retry = @Retry(maxRetries = 1, delay = "1ms"))
		void readInAStep(String folder, JobContext job) {
			job.step("files", () -> {
				job.flow().add(JobRequest.of(Folders::readFile, folder), JobRequest.of(Folders::readFile, folder));
			});
			if (job.attempt() == 1) {
				throw new IllegalStateException("on purpose");
			}
		}

		@JobTask
		void readFile(String file) {
		}

		@JobTask
		void keep(@Nullable Void nothing, JobContext job) {
			this.kept.add(job.flow());
		}

	}

}
