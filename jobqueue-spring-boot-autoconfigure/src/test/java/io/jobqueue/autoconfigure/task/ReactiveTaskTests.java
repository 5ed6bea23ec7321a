package io.jobqueue.autoconfigure.task;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.jobqueue.JobContext;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobError;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobStatus;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.annotation.Retry;
import io.jobqueue.autoconfigure.Contexts;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers that return a reactive type.
 */
class ReactiveTaskTests {

	private final ApplicationContextRunner runner = Contexts.inMemory()
		.withUserConfiguration(Tasks.class, Greet.class)
		.withPropertyValues("jobqueue.worker.poll-interval=100ms");

	@Test
	void jobEndsWithTheValueOfItsMono() {
		this.runner.run((context) -> {
			JobId id = jobs(context).dispatch("tasks.later", "a");
			assertThat(end(context, id).status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(context.getBean(JobExplorer.class).result(id, Greeting.class)).hasValue(new Greeting("a"));
		});
	}

	@Test
	void classTaskMayReturnOneAndAnEmptyOneIsNull() {
		this.runner.run((context) -> {
			assertThat(end(context, jobs(context).dispatch(Greet.class, "b")).result()).isEqualTo("\"b\"");
			JobInfo empty = end(context, jobs(context).dispatch("tasks.nothing", null));
			assertThat(empty.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(empty.result()).isNull();
		});
	}

	@Test
	void errorIsRetriedAndSignalsAreFollowed() {
		this.runner.run((context) -> {
			JobInfo job = end(context, jobs(context).dispatch("tasks.flaky", null));
			assertThat(job.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(job.attempts()).isEqualTo(2);
			JobInfo aborted = end(context, jobs(context).dispatch("tasks.aborts", null));
			assertThat(aborted.status()).isEqualTo(JobStatus.ABORTED);
		});
	}

	@Test
	void cancelEndsTheSubscription() {
		this.runner.run((context) -> {
			Tasks tasks = context.getBean(Tasks.class);
			JobId id = jobs(context).dispatch("tasks.never", null);
			assertThat(tasks.subscribed.await(20, TimeUnit.SECONDS)).isTrue();
			context.getBean(JobOperator.class).cancel(id);
			assertThat(tasks.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(end(context, id).status()).isEqualTo(JobStatus.CANCELLED);
		});
	}

	@Test
	void timeoutEndsTheSubscription() {
		this.runner.run((context) -> {
			JobInfo job = end(context, jobs(context).dispatch("tasks.slow", null));
			assertThat(job.status()).isEqualTo(JobStatus.TIMEOUT);
			assertThat(context.getBean(Tasks.class).slowCancelled.await(20, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void resultOfAnOnFailureMethodIsAwaited() {
		this.runner.run((context) -> {
			JobInfo job = end(context, jobs(context).dispatch("tasks.fails", null));
			assertThat(job.status()).isEqualTo(JobStatus.FAILED);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			await().untilAsserted(() -> assertThat(explorer.find(job.id()).orElseThrow().onFailureError()).isNotNull()
				.extracting(JobError::message)
				.isEqualTo("not told"));
		});
	}

	@Test
	void streamIsRefusedAtStart() {
		Contexts.assertFails(Contexts.inMemory().withUserConfiguration(Streams.class), "collectList()");
	}

	private static JobDispatcher jobs(AssertableApplicationContext context) {
		return context.getBean(JobDispatcher.class);
	}

	private static JobInfo end(AssertableApplicationContext context, JobId id) {
		return context.getBean(JobExplorer.class).await(id, Duration.ofSeconds(20));
	}

	record Greeting(String name) {
	}

	@JobTask
	static class Greet implements JobHandler<String, Mono<String>> {

		@Override
		public Mono<String> handle(String payload, JobContext job) {
			return Mono.just(payload);
		}

	}

	static class Tasks {

		final CountDownLatch subscribed = new CountDownLatch(1);

		final CountDownLatch cancelled = new CountDownLatch(1);

		final CountDownLatch slowCancelled = new CountDownLatch(1);

		private final AtomicInteger runs = new AtomicInteger();

		@JobTask
		Mono<Greeting> later(String name) {
			return Mono.delay(Duration.ofMillis(20)).map((tick) -> new Greeting(name));
		}

		@JobTask
		Mono<Void> nothing() {
			return Mono.empty();
		}

		@JobTask(retry = @Retry(delay = "10ms"))
		Mono<String> flaky() {
			return Mono.fromCallable(() -> {
				if (this.runs.getAndIncrement() == 0) {
					throw new IllegalStateException("once");
				}
				return "done";
			});
		}

		@JobTask
		Mono<String> aborts(JobContext job) {
			return Mono.fromCallable(() -> {
				throw job.abort("no use");
			});
		}

		@JobTask
		Mono<String> never() {
			return Mono.<String>never()
				.doOnSubscribe((subscription) -> this.subscribed.countDown())
				.doOnCancel(this.cancelled::countDown);
		}

		@JobTask(timeout = "100ms", retry = @Retry(maxRetries = 0))
		Mono<String> slow() {
			return Mono.<String>never().doOnCancel(this.slowCancelled::countDown);
		}

		@JobTask(retry = @Retry(maxRetries = 0))
		void fails() {
			throw new IllegalStateException("broken");
		}

		@OnFailure("tasks.fails")
		CompletableFuture<Void> failed(JobFailure failure) {
			return CompletableFuture.failedFuture(new IllegalStateException("not told"));
		}

	}

	static class Streams {

		@JobTask
		Flux<String> stream() {
			return Flux.just("a", "b");
		}

	}

}
