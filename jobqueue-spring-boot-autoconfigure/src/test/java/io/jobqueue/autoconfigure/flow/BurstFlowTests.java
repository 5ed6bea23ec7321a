package io.jobqueue.autoconfigure.flow;

import java.time.Duration;
import java.util.stream.Stream;

import io.jobqueue.FlowBuilder;
import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobRequest;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.worker.JobWorker;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that leaves when its queues are empty does not leave between two stages.
 */
@Tag("process")
class BurstFlowTests {

	private static final int STAGES = 20;

	static Stream<ApplicationContextRunner> stores() {
		return Stream
			.of(Contexts.inMemory(), Contexts.withRedis(),
					Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc"))
			.map((runner) -> runner.withBean(Echo.class)
				.withBean(ChainBeforeTheWorker.class)
				.withPropertyValues("jobqueue.worker.burst=true", "jobqueue.worker.poll-interval=1h"));
	}

	@ParameterizedTest
	@MethodSource("stores")
	void allStagesRun(ApplicationContextRunner runner) {
		runner.run((context) -> {
			assertThat(context.getBean(JobWorker.class).awaitStopped(Duration.ofSeconds(60))).isTrue();
			FlowId id = context.getBean(ChainBeforeTheWorker.class).id;
			assertThat(context.getBean(JobExplorer.class).flow(id)).get()
				.returns(FlowStatus.SUCCESS, FlowInfo::status)
				.returns(STAGES, FlowInfo::succeeded);
		});
	}

	static class Echo {

		@JobTask
		int echo(int number) {
			return number;
		}

	}

	static class ChainBeforeTheWorker implements SmartLifecycle {

		private final JobDispatcher jobs;

		private volatile @Nullable FlowId id;

		ChainBeforeTheWorker(JobDispatcher jobs) {
			this.jobs = jobs;
		}

		@Override
		public void start() {
			FlowBuilder chain = this.jobs.chain(JobRequest.of(Echo::echo, 0));
			for (int i = 1; i < STAGES; i++) {
				chain = chain.then(JobRequest.of(Echo::echo, i));
			}
			this.id = chain.dispatch();
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return this.id != null;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

}
