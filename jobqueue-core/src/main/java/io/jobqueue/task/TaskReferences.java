package io.jobqueue.task;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

	/** By the same classes, those that are tasks of beans. */
	private final Map<Class<?>, DeclaredTask> beans = new ConcurrentHashMap<>();

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

	/** The task of a handler class, empty if the class is a task but no bean here. */
	Optional<DeclaredTask> findClass(Class<?> type) {
		return found(type, () -> {
			Class<?> userClass = ClassUtils.getUserClass(type);
			String what = "Class " + userClass.getName();
			return only(ofClassBeans(userClass), AnnotatedElementUtils.findMergedAnnotation(userClass, JobTask.class),
					what);
		});
	}

	/** The task of a method, empty if the method is a task but of no bean here. */
	Optional<DeclaredTask> findMethod(Serializable reference) {
		return found(reference.getClass(), () -> {
			MethodReference method = MethodReference.of(reference);
			return only(ofMethodBeans(method), MethodTasks.annotation(mostSpecific(method.method(), method.beanType())),
					"Method " + method);
		});
	}

	private Optional<DeclaredTask> found(Class<?> key, Supplier<Optional<DeclaredTask>> search) {
		DeclaredTask known = this.beans.get(key);
		if (known != null) {
			return Optional.of(known);
		}
		Optional<DeclaredTask> found = search.get();
		found.ifPresent((task) -> this.beans.put(key, task));
		return found;
	}

	private static Optional<DeclaredTask> only(List<DeclaredTask> tasks, @Nullable JobTask annotation, String what) {
		if (!tasks.isEmpty()) {
			return Optional.of(only(tasks, what));
		}
		requireTask(annotation, what);
		return Optional.empty();
	}

	private List<DeclaredTask> ofClassBeans(Class<?> type) {
		return ofBeanType(type, this.index.all().stream().filter((task) -> task.method() == null).toList());
	}

	private List<DeclaredTask> ofMethodBeans(MethodReference reference) {
		return ofBeanType(reference.beanType(),
				this.index.all().stream().filter((task) -> isTask(task, reference)).toList());
	}

	private TaskRegistry.Target resolve(Class<?> type) {
		List<DeclaredTask> tasks = ofClassBeans(type);
		if (!tasks.isEmpty()) {
			return target(only(tasks, "Class " + type.getName()));
		}
		JobTask annotation = AnnotatedElementUtils.findMergedAnnotation(type, JobTask.class);
		return declared(annotation, TaskNames.ofClass(type), "Class " + type.getName());
	}

	private TaskRegistry.Target resolve(MethodReference reference) {
		List<DeclaredTask> tasks = ofMethodBeans(reference);
		if (!tasks.isEmpty()) {
			return target(only(tasks, "Method " + reference));
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

	private static DeclaredTask only(List<DeclaredTask> tasks, String what) {
		if (tasks.size() > 1) {
			throw new UnknownTaskException(
					"%s belongs to several tasks: %s; use one of these names instead".formatted(what, tasks));
		}
		return tasks.get(0);
	}

	private static TaskRegistry.Target target(DeclaredTask task) {
		return new TaskRegistry.Target(task.name(), task.queue());
	}

	private static JobTask requireTask(@Nullable JobTask annotation, String what) {
		if (annotation == null) {
			throw new UnknownTaskException(
					"%s is no task: annotate it with @JobTask, or use the name of a task".formatted(what));
		}
		return annotation;
	}

	private TaskRegistry.Target declared(@Nullable JobTask annotation, String defaultName, String what) {
		TaskSettings declared = this.settings.read(requireTask(annotation, what), defaultName, what);
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
