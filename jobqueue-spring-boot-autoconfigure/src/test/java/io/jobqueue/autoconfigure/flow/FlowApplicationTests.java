package io.jobqueue.autoconfigure.flow;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jobqueue.FlowContext;
import io.jobqueue.FlowId;
import io.jobqueue.FlowInfo;
import io.jobqueue.FlowMember;
import io.jobqueue.FlowStatus;
import io.jobqueue.InvalidJobException;
import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStateException;
import io.jobqueue.UniqueKey;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.metrics.FlowMetrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Batches and chains, as applications use them. */
@Tag("process")
class FlowApplicationTests {

	static Stream<ApplicationContextRunner> stores() {
		return Stream
			.of(Contexts.inMemory(), Contexts.withRedis(),
					Contexts.withDatabase().withPropertyValues("jobqueue.store=jdbc"))
			.map((runner) -> runner.withBean(Numbers.class));
	}

	private static JobRequest square(int number) {
		return JobRequest.of(Numbers::square, number);
	}

	private static FlowInfo await(ApplicationContext context, FlowId id, FlowStatus status) {
		JobExplorer explorer = context.getBean(JobExplorer.class);
		return Awaitility.await()
			.atMost(30, TimeUnit.SECONDS)
			.until(() -> explorer.flow(id).orElseThrow(), (flow) -> flow.status() == status);
	}

	@ParameterizedTest
	@MethodSource("stores")
	void jobThatFollowsReadsTheResults(ApplicationContextRunner runner) {
		runner.run((context) -> {
			List<JobRequest> squares = IntStream.rangeClosed(1, 20).mapToObj(FlowApplicationTests::square).toList();
			FlowId id = context.getBean(JobDispatcher.class)
				.batch(squares)
				.onSuccess(JobRequest.of(Numbers::sum, null))
				.dispatch();
			assertThat(context.getBean(Numbers.class).next()).isEqualTo("sum 2870 of 20");
			FlowInfo flow = await(context, id, FlowStatus.SUCCESS);
			assertThat(flow).returns(20, FlowInfo::succeeded)
				.returns(0, FlowInfo::open)
				.returns(1.0, FlowInfo::progress);
			assertThat(context.getBean(JobExplorer.class).flows(null, 10).flows()).extracting(FlowInfo::id)
				.containsExactly(id);
			assertThat(context.getBean(JobExplorer.class).members(id, 5, 2)).extracting(FlowMember::place)
				.containsExactly(5, 6);
		});
	}

	@ParameterizedTest
	@MethodSource("stores")
	void chainRunsInItsOrderAndStopsAtAFailure(ApplicationContextRunner runner) {
		runner.run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			FlowId id = jobs.chain(JobRequest.of(Numbers::note, "a"))
				.then(JobRequest.of(Numbers::note, "b"))
				.then(JobRequest.of(Numbers::fail, null))
				.then(JobRequest.of(Numbers::note, "never"))
				.onFailure(JobRequest.of(Numbers::note, "failed"))
				.dispatch();
			Numbers numbers = context.getBean(Numbers.class);
			assertThat(List.of(numbers.next(), numbers.next(), numbers.next())).containsExactly("a", "b", "failed");
			assertThat(await(context, id, FlowStatus.FAILED)).returns(3, FlowInfo::stage).returns(4, FlowInfo::stages);
			numbers.repaired = true;
			JobId failed = context.getBean(JobExplorer.class).members(id, 2, 1).get(0).job();
			context.getBean(JobOperator.class).requeue(failed);
			assertThat(numbers.next()).isEqualTo("never");
			await(context, id, FlowStatus.SUCCESS);
		});
	}

	@ParameterizedTest
	@MethodSource("stores")
	void memberAddsJobsToItsFlow(ApplicationContextRunner runner) {
		runner.run((context) -> {
			FlowId id = context.getBean(JobDispatcher.class)
				.batch(List.of(JobRequest.of(Numbers::grow, 3)))
				.onComplete(JobRequest.of(Numbers::count, null))
				.dispatch();
			assertThat(context.getBean(Numbers.class).next()).isEqualTo("8 jobs, SUCCESS");
			await(context, id, FlowStatus.SUCCESS);
		});
	}

	@Test
	void flowIsPartOfTheTransaction() {
		Contexts.withDatabase().withBean(Numbers.class).withPropertyValues("jobqueue.store=jdbc").run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			FlowId rolledBack = transaction.execute((status) -> {
				FlowId id = jobs.chain(JobRequest.of(Numbers::note, "never")).dispatch();
				status.setRollbackOnly();
				return id;
			});
			assertThat(explorer.flow(rolledBack)).isEmpty();
			FlowId committed = transaction.execute((status) -> {
				FlowId id = jobs.chain(JobRequest.of(Numbers::note, "a"))
					.then(JobRequest.of(Numbers::note, "b"))
					.dispatch();
				assertThat(explorer.flow(id)).as("before the commit").isEmpty();
				return id;
			});
			Numbers numbers = context.getBean(Numbers.class);
			assertThat(List.of(numbers.next(), numbers.next())).containsExactly("a", "b");
			await(context, committed, FlowStatus.SUCCESS);
		});
	}

	@Test
	void flowOfAnotherStoreIsStoredAfterTheCommit() {
		Contexts.withDatabase().withBean(Numbers.class).withPropertyValues("jobqueue.store=memory").run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			TransactionTemplate transaction = new TransactionTemplate(
					context.getBean(PlatformTransactionManager.class));
			FlowId rolledBack = transaction.execute((status) -> {
				FlowId id = jobs.chain(JobRequest.of(Numbers::note, "never")).dispatch();
				status.setRollbackOnly();
				return id;
			});
			FlowId committed = transaction
				.execute((status) -> jobs.chain(JobRequest.of(Numbers::note, "a")).dispatch());
			assertThat(context.getBean(Numbers.class).next()).isEqualTo("a");
			await(context, committed, FlowStatus.SUCCESS);
			assertThat(explorer.flow(rolledBack)).isEmpty();
		});
	}

	@Test
	void flowsThatEndAreCounted() {
		Contexts.inMemory()
			.withBean(Numbers.class)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				context.getBean(FlowMetrics.class).bindTo(context.getBean(MeterRegistry.class));
				FlowId id = context.getBean(JobDispatcher.class).chain(square(1)).then(square(2)).dispatch();
				await(context, id, FlowStatus.SUCCESS);
				Awaitility.await()
					.until(() -> context.getBean(MeterRegistry.class)
						.get("jobqueue.flows.ended")
						.tag("status", "success")
						.functionCounter()
						.count() == 1);
			});
	}

	@Test
	void badRequestsAreRefusedAndNothingIsStored() {
		Contexts.inMemory().withBean(Numbers.class).run((context) -> {
			JobDispatcher jobs = context.getBean(JobDispatcher.class);
			JobRequest good = square(1);
			assertThatExceptionOfType(InvalidJobException.class)
				.isThrownBy(() -> jobs.batch(List.of(good.withUniqueKey(UniqueKey.of("k").replace()))).dispatch())
				.withMessageContaining("keep()");
			assertThatExceptionOfType(InvalidJobException.class)
				.isThrownBy(() -> jobs.chain(good).onSuccess(good).onSuccess(good))
				.withMessageContaining("onSuccess");
			assertThatExceptionOfType(UnknownTaskException.class)
				.isThrownBy(() -> jobs.chain(good).then(JobRequest.of(Unknown::run)).dispatch());
			assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> jobs.batch(Arrays.asList(good, null)))
				.withMessageContaining("Request 2 of 2 is null");
			assertThat(context.getBean(JobExplorer.class).flows(null, 10).flows()).isEmpty();
			assertThat(context.getBean(JobExplorer.class).queue("numbers").sizes().values())
				.allMatch((size) -> size == 0);
			jobs.dispatch(JobRequest.of(Numbers::outside, null));
			assertThat(context.getBean(Numbers.class).next()).contains("does not belong to a flow");
		});
	}

	/** No task. */
	static class Unknown {

		void run() {
		}

	}

	/** Tasks. */
	static class Numbers {

		private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();

		private volatile boolean repaired;

		String next() throws InterruptedException {
			return String.valueOf(this.noted.poll(30, TimeUnit.SECONDS));
		}

		@JobTask(queue = "numbers")
		int square(int number) {
			return number * number;
		}

		@JobTask(queue = "sums")
		void sum(@Nullable Void nothing, JobContext job) {
			List<@Nullable Integer> results = job.flow().results(Integer.class);
			this.noted.add("sum %d of %d"
				.formatted(results.stream().mapToInt((each) -> (each != null) ? each : 0).sum(), results.size()));
		}

		@JobTask(queue = "numbers")
		void note(String text) {
			this.noted.add(text);
		}

		@JobTask(queue = "numbers")
		void fail(@Nullable Void nothing, JobContext job) {
			if (!this.repaired) {
				throw job.abort("on purpose");
			}
		}

		@JobTask(queue = "numbers")
		void grow(int depth, JobContext job) {
			if (depth > 1) {
				job.flow().add(JobRequest.of(Numbers::grow, depth - 1), JobRequest.of(Numbers::square, depth));
			}
			else {
				FlowContext flow = job.flow();
				flow.add(List.of(JobRequest.of(Numbers::square, 1), JobRequest.of(Numbers::square, 2),
						JobRequest.of(Numbers::square, 3)));
			}
		}

		@JobTask(queue = "sums")
		void count(@Nullable Void nothing, JobContext job) {
			FlowInfo flow = job.flow().info();
			this.noted.add("%d jobs, %s".formatted(flow.jobs(), flow.status()));
		}

		@JobTask(queue = "sums")
		void outside(@Nullable Void nothing, JobContext job) {
			try {
				job.flow();
			}
			catch (JobStateException ex) {
				this.noted.add(String.valueOf(ex.getMessage()));
			}
		}

	}

}
