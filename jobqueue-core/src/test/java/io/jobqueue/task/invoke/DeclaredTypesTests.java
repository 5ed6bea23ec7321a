package io.jobqueue.task.invoke;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.serialization.JacksonJobSerializer;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;
import io.jobqueue.task.TaskScanner;
import io.jobqueue.task.settings.TaskDefaults;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeclaredTypesTests {

	@Test
	void variablesOfABaseClassStandForWholeTypes() {
		Task task = task("resolved", Resolved.class);
		assertThat(task.payloadType().getTypeName())
			.isEqualTo("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>[]>");
		assertThat(task.resultType().getTypeName()).isEqualTo("java.util.List<java.lang.Integer>");
		Task method = task("resolved-methods.run", ResolvedMethods.class);
		assertThat(method.payloadType().getTypeName()).isEqualTo("java.util.List<java.lang.Integer>");
		assertThat(method.resultType().getTypeName())
			.isEqualTo("java.util.Map<java.lang.String, java.util.List<java.lang.Integer>>");
	}

	@Test
	void taskWhosePayloadCannotBeReadIsRefused() {
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> checked(AbstractPayload.class))
			.withMessageContainingAll("AbstractPayload", "abstract-payload.run", "java.io.InputStream", "@JsonTypeInfo",
					"jobqueue.payload.mapper");
		assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> checked(HiddenResult.class))
			.withMessageContainingAll("hidden-result.run", "result", "Secret", "{}");
		assertThat(checked(Resolved.class, ResolvedMethods.class).tasks()).isNotEmpty();
	}

	@Test
	void variableThatIsBoundedByItselfEnds() {
		ResolvableType type = ResolvableType.forClass(SelfBounded.class);
		assertThat(DeclaredTypes.of(type).getTypeName()).startsWith(SelfBounded.class.getName());
		assertThat(DeclaredTypes.of(ResolvableType.forClass(List.class))).isEqualTo(List.class);
	}

	private static TaskRegistry checked(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(beans)) {
			return new TaskScanner(context.getBeanFactory(), TaskDefaults.DEFAULT, new JacksonJobSerializer()).scan();
		}
	}

	private static Task task(String name, Class<?> bean) {
		return checked(bean).find(name).orElseThrow();
	}

	static class SelfBounded<T extends Comparable<T>> {

	}

	abstract static class Generic<T, R> implements JobHandler<Map<String, T[]>, CompletionStage<R>> {

		@Override
		public CompletionStage<R> handle(Map<String, T[]> payload, JobContext job) {
			throw new UnsupportedOperationException();
		}

	}

	abstract static class GenericList<E> extends Generic<List<E>, List<E>> {

	}

	@JobTask
	static class Resolved extends GenericList<Integer> {

	}

	abstract static class GenericMethods<T> {

		@JobTask
		CompletionStage<Map<String, T>> run(T payload) {
			throw new UnsupportedOperationException();
		}

	}

	static class ResolvedMethods extends GenericMethods<List<Integer>> {

	}

	static class AbstractPayload {

		@JobTask
		void run(java.io.InputStream payload) {
		}

	}

	static class HiddenResult {

		@JobTask
		Secret run() {
			return new Secret();
		}

	}

	@SuppressWarnings("unused")
	static class Secret {

		private final int value = 1;

	}

}
