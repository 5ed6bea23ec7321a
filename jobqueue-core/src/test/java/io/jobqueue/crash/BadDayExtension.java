package io.jobqueue.crash;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Repeats a bad day and gives each time a scene, which it closes.
 */
final class BadDayExtension implements TestTemplateInvocationContextProvider {

	@Override
	public boolean supportsTestTemplate(ExtensionContext context) {
		return true;
	}

	@Override
	public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
		String name = context.getRequiredTestMethod().getName();
		return IntStream.rangeClosed(1, Form.repeats()).mapToObj((round) -> new Round(name, round));
	}

	private record Round(String name,
			int round) implements TestTemplateInvocationContext, ParameterResolver, AfterTestExecutionCallback {

		@Override
		public String getDisplayName(int index) {
			return this.name + " " + this.round;
		}

		@Override
		public List<Extension> getAdditionalExtensions() {
			return List.of(this);
		}

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
			return parameter.getParameter().getType() == Scene.class;
		}

		@Override
		public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
			return scene(context);
		}

		@Override
		public void afterTestExecution(ExtensionContext context) {
			context.getExecutionException().ifPresent((failure) -> scene(context).printLogs());
		}

		private Scene scene(ExtensionContext context) {
			String day = context.getRequiredTestClass().getSimpleName() + "." + this.name;
			return context.getStore(Namespace.create(BadDayExtension.class))
				.computeIfAbsent(context.getUniqueId(), (key) -> new Scene(day), Scene.class);
		}

	}

}
