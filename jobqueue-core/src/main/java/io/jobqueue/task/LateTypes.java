package io.jobqueue.task;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.annotation.OnFailure;
import io.jobqueue.task.invoke.TaskBean;
import io.jobqueue.task.invoke.TaskBeans;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Compares the types by which beans were searched for tasks with those that they have
 * once they are created. A bean method may declare an interface: whether the class is
 * known to the search would then depend on the order in which beans are created.
 */
final class LateTypes {

	private final TaskBeans beans;

	private final Function<TaskBean, List<DeclaredTask>> finder;

	private final Map<String, Class<?>> types = new HashMap<>();

	private final Map<String, List<DeclaredTask>> tasks = new HashMap<>();

	LateTypes(TaskBeans beans, Function<TaskBean, List<DeclaredTask>> finder) {
		this.beans = beans;
		this.finder = finder;
	}

	/** Note what was found by the type that a bean has now. */
	void searched(TaskBean bean, List<DeclaredTask> tasks) {
		this.types.put(bean.name(), bean.type());
		this.tasks.put(bean.name(), tasks);
	}

	/**
	 * Refuse a bean that has tasks or methods for failures which the search missed. A
	 * proxy without a target has the tasks of its interfaces, whatever its class is.
	 */
	void check() {
		for (TaskBean bean : this.beans.find()) {
			Class<?> before = this.types.get(bean.name());
			if (before != bean.type() && !Proxy.isProxyClass(bean.type())) {
				check(bean, before);
			}
		}
	}

	private void check(TaskBean bean, @Nullable Class<?> before) {
		Set<String> missed = declared(bean.type(), this.finder.apply(bean));
		if (before != null) {
			missed.removeAll(declared(before, this.tasks.getOrDefault(bean.name(), List.of())));
		}
		if (!missed.isEmpty()) {
			throw new InvalidTaskException(("%s has %s, but tasks were searched when it was known as %s only: let its "
					+ "@Bean method return %s")
				.formatted(bean.source(), String.join(", ", missed),
						(before != null) ? before.getName() : "a bean without a type", bean.type().getSimpleName()));
		}
	}

	private static Set<String> declared(Class<?> type, List<DeclaredTask> tasks) {
		Set<String> declared = new TreeSet<>();
		tasks.forEach((task) -> declared.add("task '%s'".formatted(task.name())));
		MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter) LateTypes::isForFailures)
			.forEach((method) -> declared.add("@OnFailure method " + method.getName()));
		return declared;
	}

	private static boolean isForFailures(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, OnFailure.class);
	}

}
