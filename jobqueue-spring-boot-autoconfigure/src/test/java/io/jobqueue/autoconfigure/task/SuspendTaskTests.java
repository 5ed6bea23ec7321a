package io.jobqueue.autoconfigure.task;

import java.time.Duration;
import java.util.List;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobDispatcher;
import io.jobqueue.JobExplorer;
import io.jobqueue.JobId;
import io.jobqueue.JobInfo;
import io.jobqueue.JobOperator;
import io.jobqueue.JobRequest;
import io.jobqueue.JobStatus;
import io.jobqueue.TypeReference;
import io.jobqueue.autoconfigure.Contexts;
import kotlin.Unit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class SuspendTaskTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final ApplicationContextRunner runner = Contexts.inMemory().withBean(SuspendTasks.class);

	@Test
	void valueOfASuspendFunctionIsTheResult() {
		this.runner.run((context) -> {
			JobId greeting = dispatch(context, JobRequest.of("greet", "Ada"));
			assertThat(end(context, greeting).status()).isEqualTo(JobStatus.SUCCESS);
			JobExplorer explorer = context.getBean(JobExplorer.class);
			assertThat(explorer.result(greeting, String.class)).contains("Hello Ada, 1");
			JobId list = dispatch(context, JobRequest.of("list", 3));
			end(context, list);
			assertThat(explorer.result(list, new TypeReference<List<Integer>>() {
			})).contains(List.of(1, 2, 3));
			JobId nothing = dispatch(context, JobRequest.of("at-once", null));
			end(context, nothing);
			assertThat(explorer.result(nothing, String.class)).contains("nothing");
		});
	}

	@Test
	void functionWithoutAValueHasNoResult() {
		this.runner.run((context) -> {
			JobInfo end = end(context, dispatch(context, JobRequest.of("no-result", null)));
			assertThat(end.status()).isEqualTo(JobStatus.SUCCESS);
			assertThat(end.result()).isNull();
		});
	}

	@Test
	void contextOfTheJobIsThereOnEachThread() {
		this.runner.run((context) -> {
			SuspendTasks tasks = context.getBean(SuspendTasks.class);
			JobId id = dispatch(context, JobRequest.of("where", "x"));
			Awaitility.await().until(() -> tasks.getContexts().size() == 2);
			Thread other = new Thread(() -> tasks.getGo().complete(Unit.INSTANCE), "other");
			other.start();
			JobInfo end = end(context, id);
			assertThat(end.result()).isNotNull();
			assertThat(tasks.getContexts()).hasSize(3).containsOnly(id.value());
		});
	}

	@Test
	void cancellationReachesTheCoroutine() {
		this.runner.run((context) -> {
			SuspendTasks tasks = context.getBean(SuspendTasks.class);
			JobId id = dispatch(context, JobRequest.of("forever", null));
			tasks.getRunning().await();
			context.getBean(JobOperator.class).cancel(id);
			tasks.getCancelled().await();
			assertThat(end(context, id).status()).isEqualTo(JobStatus.CANCELLED);
		});
	}

	@Test
	void timeoutReachesTheCoroutine() {
		this.runner.run((context) -> {
			JobId id = dispatch(context, JobRequest.of("slow", null));
			context.getBean(SuspendTasks.class).getCancelled().await();
			assertThat(end(context, id).status()).isEqualTo(JobStatus.TIMEOUT);
		});
	}

	@Test
	void errorOfAFunctionIsThatOfItsJobAndReachesASuspendingOnFailure() {
		this.runner.run((context) -> {
			JobInfo end = end(context, dispatch(context, JobRequest.of("broken", "x")));
			assertThat(end.status().isDeadLetter()).isTrue();
			assertThat(end.error()).isNotNull();
			assertThat(end.error().type()).isEqualTo(IllegalStateException.class.getName());
			assertThat(end.error().message()).isEqualTo("broken x");
			List<String> failures = context.getBean(SuspendTasks.class).getFailures();
			Awaitility.await().untilAsserted(() -> assertThat(failures).containsExactly("x broken x"));
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { RefusedSuspendTasks.OfFlow.class, RefusedSuspendTasks.OfDeferred.class,
			RefusedSuspendTasks.OfMono.class, RefusedSuspendTasks.OfStage.class })
	void functionThatReturnsWhatIsToBeAwaitedFailsTheStart(Class<?> type) {
		Contexts.inMemory()
			.withBean(type)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidTaskException.class)
				.hasMessageContainingAll(type.getSimpleName(), "suspend function", "return its value"));
	}

	private static JobId dispatch(ApplicationContext context, JobRequest request) {
		return context.getBean(JobDispatcher.class).dispatch(request);
	}

	private static JobInfo end(ApplicationContext context, JobId id) throws Exception {
		return context.getBean(JobExplorer.class).await(id, LONG);
	}

}
