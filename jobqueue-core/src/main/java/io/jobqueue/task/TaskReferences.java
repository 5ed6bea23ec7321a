package io.jobqueue.task;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.jobqueue.UnknownTaskException;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.task.settings.TaskNames;
import io.jobqueue.task.settings.TaskSettings;
import io.jobqueue.task.settings.TaskSettingsReader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Resolves a class or a method reference to a task: that of a bean, else the one that the
 * annotation declares. An application that only dispatches need not have the bean.
 */
final class TaskReferences {

	private static final Logger logger = LoggerFactory.getLogger(TaskReferences.class);

	private final TaskIndex index;

	private final TaskSettingsReader settings;

	/**
	 * By handler class, and by the class that the JVM creates for each method reference.
	 */
	private final Map<Class<?>, TaskRegistry.Target> known = new ConcurrentHashMap<>();

	TaskReferences(TaskIndex index, TaskSettingsReader settings) {
		this.index = index;
		this.settings = settings;
	}

	TaskRegistry.Target ofClass(Class<?> type) {
		return cached(type, () -> resolve(ClassUtils.getUserClass(type)));
	}

	TaskRegistry.Target ofMethod(Serializable reference) {
		return cached(reference.getClass(), () -> resolve(MethodReference.of(reference)));
	}

	private TaskRegistry.Target cached(Class<?> key, Supplier<TaskRegistry.Target> resolution) {
		TaskRegistry.Target target = this.known.get(key);
		if (target == null) {
			target = resolution.get();
			this.known.put(key, target);
		}
		return target;
	}

	private TaskRegistry.Target resolve(Class<?> type) {
		List<DeclaredTask> tasks = ofBeanType(type,
				this.index.all().stream().filter((task) -> task.method() == null).toList());
		if (!tasks.isEmpty()) {
			return only(tasks, "Class " + type.getName());
		}
		JobTask annotation = AnnotatedElementUtils.findMergedAnnotation(type, JobTask.class);
		return declared(annotation, TaskNames.ofClass(type), "Class " + type.getName());
	}

	private TaskRegistry.Target resolve(MethodReference reference) {
		List<DeclaredTask> tasks = ofBeanType(reference.beanType(),
				this.index.all().stream().filter((task) -> isTask(task, reference)).toList());
		if (!tasks.isEmpty()) {
			return only(tasks, "Method " + reference);
		}
		Method method = mostSpecific(reference.method(), reference.beanType());
		return declared(MethodTasks.annotation(method), TaskNames.ofMethod(reference.beanType(), method.getName()),
				"Method " + reference);
	}

	private static boolean isTask(DeclaredTask task, MethodReference reference) {
		return task.method() != null && reference.beanType().isAssignableFrom(task.beanType())
				&& sameOverridden(task.method(), reference.method(), task.beanType());
	}

	private static boolean sameOverridden(Method task, Method reference, Class<?> beanType) {
		return mostSpecific(reference, beanType).equals(mostSpecific(task, beanType));
	}

	private static Method mostSpecific(Method method, Class<?> beanType) {
		return BridgeMethodResolver.findBridgedMethod(ClassUtils.getMostSpecificMethod(method, beanType));
	}

	private static List<DeclaredTask> ofBeanType(Class<?> type, List<DeclaredTask> tasks) {
		List<DeclaredTask> exact = tasks.stream().filter((task) -> task.beanType() == type).toList();
		return !exact.isEmpty() ? exact
				: tasks.stream().filter((task) -> type.isAssignableFrom(task.beanType())).toList();
	}

	private static TaskRegistry.Target only(List<DeclaredTask> tasks, String what) {
		if (tasks.size() > 1) {
			throw new UnknownTaskException(
					"%s belongs to several tasks: %s; dispatch by one of these names".formatted(what, tasks));
		}
		return new TaskRegistry.Target(tasks.get(0).name(), tasks.get(0).queue());
	}

	private TaskRegistry.Target declared(@Nullable JobTask annotation, String defaultName, String what) {
		if (annotation == null) {
			throw new UnknownTaskException(
					"%s is no task: annotate it with @JobTask, or dispatch by the name of a task".formatted(what));
		}
		TaskSettings declared = this.settings.read(annotation, defaultName, what);
		if (this.index.find(declared.name()).isEmpty()) {
			// Logged once, because targets are cached.
			logger.warn("Jobs of task '{}' are dispatched, which this application does not know: {} is no part of a "
					+ "Spring bean here. They wait in queue '{}' for another application that serves it. If this one is to "
					+ "run them, make the class a bean, such as by component scanning", declared.name(), what,
					declared.queue());
		}
		return new TaskRegistry.Target(declared.name(), declared.queue());
	}

}
