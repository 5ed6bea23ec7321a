package io.jobqueue.autoconfigure.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jobqueue.BulkResult;
import io.jobqueue.FlowId;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobQuery;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that cancels itself, or its flow, is interrupted by its own call. */
@Tag("process")
class CancelledInsideTests {

	/** More than are cancelled in one step. */
	private static final int OTHERS = 450;

	/** On Redis, each second call was interrupted. */
	private static final int TIMES = 30;

	static Stream<ApplicationContextRunner> stores() {
		return Stream
			.of(Contexts.inMemory(), Contexts.withRedis(),
					Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc"))
			.map((runner) -> runner.withBean(Search.class).withPropertyValues("jobqueue.queues.search.concurrency=1"));
	}

	@ParameterizedTest
	@MethodSource("stores")
	void noJobBehindTheOneThatCancelsStarts(ApplicationContextRunner runner) {
		runner.run((context) -> {
			List<JobRequest> jobs = new ArrayList<>(List.of(JobRequest.of(Search::find, null).withPriority(1)));
			jobs.addAll(Collections.nCopies(OTHERS, JobRequest.of(Search::note, "another")));
			FlowId flow = context.getBean(JobDispatcher.class)
				.batch(jobs)
				.onComplete(JobRequest.of(Search::note, "complete"))
				.dispatch();
			Search search = context.getBean(Search.class);
			assertThat(List.of(search.next(), search.next())).containsExactly("cancelled: true", "complete");
			JobExplorer explorer = context.getBean(JobExplorer.class);
			List<FlowMember> members = explorer.members(flow, 0, 1000);
			assertThat(members).hasSize(OTHERS + 1).extracting(FlowMember::state).containsOnly(FlowMember.State.FAILED);
			assertThat(explorer.flow(flow).orElseThrow().status()).isEqualTo(FlowStatus.CANCELLED);
			assertThat(explorer.await(members.get(0).job(), Duration.ofSeconds(30)).status())
				.isEqualTo(JobStatus.CANCELLED);
		});
	}

	/** The interrupt can come before the reply of the store. */
	@ParameterizedTest
	@MethodSource("stores")
	void jobThatCancelsItselfGetsTheAnswer(ApplicationContextRunner runner) {
		runner.run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			Search search = context.getBean(Search.class);
			for (int i = 0; i < TIMES; i++) {
				jobs.dispatch(JobRequest.of(Search::giveUp, null));
				assertThat(search.next()).isEqualTo("cancelled: true");
			}
			Awaitility.await()
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> context.getBean(JobExplorer.class).queue("search").size(JobStatus.CANCELLED) == TIMES);
		});
	}

	/** The jobs fill several pages of those that match. */
	@ParameterizedTest
	@MethodSource("stores")
	void jobThatMatchesTheQueryOfItsCancelIsTheLastOne(ApplicationContextRunner runner) {
		runner.run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			List<JobRequest> waiting = Collections.nCopies(1200, JobRequest.of(Search::note, "another"));
			jobs.dispatchAll(waiting.stream().map((job) -> job.after(Duration.ofDays(1))).toList());
			JobId id = jobs.dispatch(JobRequest.of(Search::giveAllUp, null));
			assertThat(context.getBean(Search.class).next()).isEqualTo("cancelled: 1201 of 1201");
			assertThat(context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(30)).status())
				.isEqualTo(JobStatus.CANCELLED);
		});
	}

	/** Tasks. */
	static class Search {

		private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();

		private final JobOperator operator;

		Search(JobOperator operator) {
			this.operator = operator;
		}

		String next() throws InterruptedException {
			return String.valueOf(this.noted.poll(30, TimeUnit.SECONDS));
		}

		@JobTask(queue = "search")
		void find(@Nullable Void nothing, JobContext job) {
			this.noted.add("cancelled: " + this.operator.cancel(job.flow().id()));
		}

		@JobTask(queue = "search")
		void giveUp(@Nullable Void nothing, JobContext job) {
			try {
				this.noted.add("cancelled: " + this.operator.cancel(job.id()));
			}
			catch (RuntimeException ex) {
				this.noted.add("failed: " + ex);
			}
		}

		@JobTask(queue = "search")
		void giveAllUp(@Nullable Void nothing) {
			BulkResult result = this.operator.cancel(JobQuery.all().inQueue("search"), (progress) -> {
			});
			this.noted.add("cancelled: " + result.changed() + " of " + result.matched());
		}

		@JobTask(queue = "search")
		void note(String text) {
			this.noted.add(text);
		}

	}

}
