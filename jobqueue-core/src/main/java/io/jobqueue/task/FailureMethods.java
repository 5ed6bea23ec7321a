package io.jobqueue.task;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobFailure;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.task.invoke.BeanMethod;
import io.jobqueue.task.invoke.FailureMethodHandler;
import io.jobqueue.task.invoke.MethodArguments;
import io.jobqueue.task.invoke.TaskBean;
import io.jobqueue.task.settings.TaskSettingsReader;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds {@code @OnFailure} methods and assigns each to its task. */
final class FailureMethods {

	private final TaskSettingsReader settings;

	private final TaskIndex tasks;

	private final Map<DeclaredTask, FailureMethodHandler> found = new HashMap<>();

	FailureMethods(TaskSettingsReader settings, TaskIndex tasks) {
		this.settings = settings;
		this.tasks = tasks;
	}

	void find(TaskBean bean) {
		MethodIntrospector
			.selectMethods(bean.type(),
					(MethodIntrospector.MetadataLookup<OnFailure>) (method) -> AnnotatedElementUtils
						.findMergedAnnotation(method, OnFailure.class))
			.forEach((method, annotation) -> add(bean, method, annotation));
	}

	List<DeclaredTask> apply() {
		return this.tasks.all()
			.stream()
			.map((task) -> this.found.containsKey(task) ? task.withHandler(this.found.get(task)) : task)
			.toList();
	}

	private void add(TaskBean bean, Method method, OnFailure annotation) {
		BeanMethod beanMethod = new BeanMethod(bean, method, "@OnFailure");
		String source = beanMethod.source();
		DeclaredTask task = task(this.settings.values(source).text("value", annotation.value()), source);
		MethodArguments arguments = MethodArguments.of(method, bean.type(), JobFailure.class, source);
		if (arguments.payload() != -1 && !ResolvableType.forType(arguments.payloadType())
			.isAssignableFrom(ResolvableType.forType(task.payloadType()))) {
			throw new InvalidTaskException(
					"%s takes %s, but the payload of task '%s' is %s: take that, the JobFailure, both or none"
						.formatted(source, arguments.payloadType().getTypeName(), task.name(),
								task.payloadType().getTypeName()));
		}
		if (task.handler().handlesFailure()) {
			throw new InvalidTaskException(
					"%s is @OnFailure of task '%s', whose class has an onFailure: keep one of them".formatted(source,
							task));
		}
		FailureMethodHandler other = this.found.putIfAbsent(task,
				new FailureMethodHandler(task.handler(), beanMethod, arguments));
		if (other != null) {
			throw new InvalidTaskException("Task '%s' has two @OnFailure methods: %s, and %s; keep one of them"
				.formatted(task.name(), other.method().source(), source));
		}
	}

	private DeclaredTask task(String name, String source) {
		return this.tasks.find(name)
			.orElseThrow(() -> new InvalidTaskException(
					"%s is @OnFailure of task '%s', which does not exist; the tasks of this application are %s"
						.formatted(source, name, new TreeSet<>(this.tasks.names()))));
	}

}
