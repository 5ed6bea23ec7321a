package io.jobqueue.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import io.jobqueue.InvalidJobException;
import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.JobId;
import io.jobqueue.JobStateException;
import io.jobqueue.JobStatus;
import io.jobqueue.PayloadException;
import io.jobqueue.RetryRequest;
import io.jobqueue.UnknownTaskException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.retry.RetryPolicy;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code JobContext.call} runs another task inside a job.
 */
class SubtaskTests {

	private final WorkerFixture fixture = new WorkerFixture();

	private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext(Resize.class,
			Books.class);

	private final List<@Nullable Object> seen = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		TaskRegistry scanned = new TaskScanner(this.beans.getBeanFactory(),
				new TaskDefaults("q", Duration.ofHours(1), RetryPolicy.DEFAULT, Map.of(), (text) -> text))
			.scan();
		this.fixture.references = scanned;
		scanned.tasks().forEach((task) -> this.fixture.tasks.put(task.name(), task));
		this.fixture.start(WorkerFixture.options(), 2);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
		this.beans.close();
	}

	@Test
	void theResultIsTyped() {
		run((job) -> {
			Size size = job.call(Resize.class, new Size(2, List.of("a")));
			this.seen.add(size.width());
			String book = job.call(Books::build, 7);
			this.seen.add(book);
			String title = job.call(Books::title, 8);
			this.seen.add(title);
			this.seen.add(job.call("books.build", 9, String.class));
			this.seen.add(job.call("resize", Map.of("width", 5, "names", List.of()), Map.class));
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(4, "book 7", "title 8 of books.title", "book 9",
				Map.of("width", 10, "names", List.of()));
	}

	@Test
	void aSubtaskHasItsOwnNameAndElseTheContextOfTheJob() {
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> {
			JobContext current = JobContext.current();
			this.seen.add(current == job);
			this.seen.add(current.task() + " " + MDC.get("task") + " " + MDC.get("jobId"));
			this.seen.add(current.id() + " " + current.attempt() + " " + current.deadline() + " " + current.queue());
			MDC.put("task", "changed");
			current.progress(0.5, "inside");
			return null;
		}));
		JobId id = run((job) -> {
			Thread thread = Thread.currentThread();
			MDC.put("own", "mine");
			job.call("inner", "x", Object.class);
			assertThat(Thread.currentThread()).isSameAs(thread);
			this.seen.add(job.id() + " " + job.attempt() + " " + job.deadline() + " " + job.queue());
			this.seen.add(JobContext.current().task() + " " + MDC.get("task") + " " + MDC.get("own"));
		}, JobStatus.SUCCESS);
		assertThat(this.seen).element(0).isEqualTo(true);
		assertThat(this.seen).element(1).isEqualTo("inner inner " + id);
		assertThat(this.seen.get(2)).isEqualTo(this.seen.get(3));
		assertThat(this.seen).element(4).isEqualTo("outer outer mine");
		assertThat(this.fixture.memory.queries().find(List.of(id))).hasSize(1);
	}

	@Test
	void theHandlerReceivesACopyOfThePayload() {
		List<String> names = new ArrayList<>(List.of("a"));
		run((job) -> {
			job.call(Resize.class, new Size(1, names));
			names.add("b");
			this.seen.add(this.beans.getBean(Resize.class).last.names());
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(List.of("a"));
	}

	@Test
	void payloadsThatAreNotForTheTaskAreRefused() {
		run((job) -> {
			assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> job.call("resize", "x", Size.class))
				.withMessageContainingAll("'resize'", "was called with one of type java.lang.String");
			assertThatExceptionOfType(InvalidJobException.class).isThrownBy(() -> job.call("resize", null, Size.class))
				.withMessageContainingAll("'resize'", "was called with null");
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> job.call("resize", Map.of("width", "wide"), Size.class))
				.withMessageContainingAll("The payload for sub-task 'resize' is refused");
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> job.call("books.build", 1, Integer.class))
				.withMessageContainingAll("The result of sub-task 'books.build' is not of type java.lang.Integer");
			this.seen.add("checked");
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("checked");
	}

	@Test
	void anUnknownTaskIsNamed() {
		JobId id = run((job) -> {
			assertThatExceptionOfType(UnknownTaskException.class).isThrownBy(() -> job.call("gone", 1, Object.class))
				.withMessageContainingAll("Task 'gone'", "task 'outer' of job 'q-", "make it a bean here");
			assertThatExceptionOfType(UnknownTaskException.class).isThrownBy(() -> job.call(NoBean.class, "x"))
				.withMessageContainingAll("NoBean", "make it a bean here, or dispatch a job to it");
			assertThatExceptionOfType(UnknownTaskException.class).isThrownBy(() -> job.call(NoTask.class, "x"))
				.withMessageContainingAll("NoTask", "is no task: annotate it with @JobTask");
			job.call("gone", 1, Object.class);
		}, JobStatus.FAILED);
		assertThat(this.fixture.info(id).error().type()).isEqualTo(UnknownTaskException.class.getName());
	}

	@Test
	void exceptionsReachTheCaller() {
		IllegalStateException error = new IllegalStateException("inner");
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> {
			throw error;
		}));
		run((job) -> {
			try {
				job.call("inner", "x", Object.class);
			}
			catch (IllegalStateException ex) {
				this.seen.add(ex);
			}
			this.seen.add(JobContext.current().task());
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(error, "outer");
	}

	@Test
	void anAbortOfASubtaskEndsTheJob() {
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> job.abort("enough")));
		JobId id = run((job) -> job.call("inner", "x", Object.class), JobStatus.ABORTED);
		assertThat(this.fixture.info(id).error().message()).isEqualTo("enough");
	}

	@Test
	void aRetryOfASubtaskRetriesTheJob() {
		this.fixture.tasks.put("inner", new FakeTask("inner",
				(payload, job) -> job.retry(RetryRequest.after(Duration.ofHours(1)).withMaxRetries(2))));
		run((job) -> job.call("inner", "x", Object.class), JobStatus.RETRY);
	}

	@Test
	void interceptorsRunAroundSubtasks() {
		this.fixture.interceptors.add((invocation) -> {
			this.seen.add(invocation.job().task() + " " + invocation.isSubtask());
			return invocation.proceed() + "!";
		});
		this.fixture.stopWorker();
		this.fixture.start(WorkerFixture.options(), 1);
		run((job) -> this.seen.add(job.call(Books::build, 1)), JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("outer false", "books.build true", "book 1!");
	}

	@Test
	void recursionIsBounded() {
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> {
			this.seen.add("called");
			return job.call("inner", payload, Object.class);
		}));
		JobId id = run((job) -> job.call("inner", "x", Object.class), JobStatus.FAILED);
		assertThat(this.seen).hasSize(32);
		assertThat(this.fixture.info(id).error().message()).contains("of task 'outer' calls more than 32 sub-tasks",
				"inner > inner", "end the recursion, or dispatch jobs instead");
	}

	@Test
	void aStageIsReturnedToTheCaller() {
		CompletableFuture<String> stage = CompletableFuture.completedFuture("later");
		this.fixture.tasks.put("inner", new FakeTask("inner", (payload, job) -> stage));
		run((job) -> {
			this.seen.add(job.call("inner", "x", CompletionStage.class));
			assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> job.call("inner", "x", String.class))
				.withMessageContainingAll("'inner'", "expect CompletionStage.class");
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly(stage);
	}

	@Test
	void subtasksCanBeMapped() {
		run((job) -> {
			this.seen.addAll(job.map(3, List.of(1, 2, 3), (item) -> job.call(Books::title, item)));
			this.seen.add(job.call("mapping", "x", Object.class));
		}, JobStatus.SUCCESS);
		assertThat(this.seen).containsExactly("title 1 of books.title", "title 2 of books.title",
				"title 3 of books.title", List.of("mapping mapping", "mapping mapping"));
	}

	@Test
	void afterTheEndOfTheAttemptNothingIsCalled() {
		run((job) -> this.seen.add(job), JobStatus.SUCCESS);
		JobContext kept = (JobContext) this.seen.get(0);
		assertThatExceptionOfType(JobStateException.class).isThrownBy(() -> kept.call(Books::build, 1))
			.withMessageContainingAll("has ended", "call");
	}

	private JobId run(Body body, JobStatus expected) {
		this.fixture.tasks.put("mapping", new FakeTask("mapping", (payload, job) -> job.map(2, List.of(1, 2),
				(item) -> JobContext.current().task() + " " + MDC.get("task"))));
		this.fixture.task("outer", (payload, job) -> {
			body.run(job);
			return null;
		});
		JobId id = this.fixture.insert("outer");
		this.fixture.awaitStatus(id, expected);
		return id;
	}

	@FunctionalInterface
	private interface Body {

		void run(JobContext job) throws Exception;

	}

	record Size(int width, List<String> names) {
	}

	@JobTask
	static class Resize implements JobHandler<Size, Size> {

		volatile Size last = new Size(0, List.of());

		@Override
		public Size handle(Size payload, JobContext job) {
			this.last = payload;
			return new Size(payload.width() * 2, payload.names());
		}

	}

	static class Books {

		@JobTask
		String build(int number) {
			return "book " + number;
		}

		@JobTask
		String title(int number, JobContext job) {
			return "title " + number + " of " + job.task();
		}

	}

	@JobTask
	static class NoBean extends NoTask {

	}

	static class NoTask implements JobHandler<String, String> {

		@Override
		public String handle(String payload, JobContext job) {
			return payload;
		}

	}

}
