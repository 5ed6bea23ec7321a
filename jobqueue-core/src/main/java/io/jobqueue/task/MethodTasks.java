package io.jobqueue.task;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobContext;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.task.invoke.BeanMethod;
import io.jobqueue.task.invoke.DeclaredTypes;
import io.jobqueue.task.invoke.MethodArguments;
import io.jobqueue.task.invoke.MethodTaskHandler;
import io.jobqueue.task.invoke.TaskBean;
import io.jobqueue.task.invoke.TaskRules;
import io.jobqueue.task.settings.TaskNames;
import io.jobqueue.task.settings.TaskSettings;
import io.jobqueue.task.settings.TaskSettingsReader;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds tasks in the form of a method, also inherited ones and those of interfaces.
 */
final class MethodTasks {

	private static final String BEAN_ANNOTATION = "org.springframework.context.annotation.Bean";

	private final TaskSettingsReader settings;

	MethodTasks(TaskSettingsReader settings) {
		this.settings = settings;
	}

	List<DeclaredTask> find(TaskBean bean) {
		MethodIntrospector.selectMethods(bean.type(), (ReflectionUtils.MethodFilter) MethodTasks::isScheduledOnly)
			.forEach((method) -> {
				throw new InvalidTaskException(
						"%s, method %s, is annotated with @JobSchedule but is no task: annotate it with @JobTask too"
							.formatted(bean.source(), method.getName()));
			});
		return MethodIntrospector.selectMethods(bean.type(), MethodTasks::annotation)
			.entrySet()
			.stream()
			.map((entry) -> task(bean, entry.getKey(), entry.getValue()))
			.toList();
	}

	private static boolean isScheduledOnly(Method method) {
		return !schedules(method).isEmpty() && AnnotatedElementUtils.findMergedAnnotation(method, JobTask.class) == null
				&& !AnnotatedElementUtils.isAnnotated(method, BEAN_ANNOTATION);
	}

	private static List<JobSchedule> schedules(Method method) {
		return List.copyOf(AnnotatedElementUtils.findMergedRepeatableAnnotations(method, JobSchedule.class));
	}

	/** The annotation of a task method; on a bean method it describes the bean. */
	static @Nullable JobTask annotation(Method method) {
		JobTask annotation = AnnotatedElementUtils.findMergedAnnotation(method, JobTask.class);
		boolean beanMethod = annotation != null && AnnotatedElementUtils.isAnnotated(method, BEAN_ANNOTATION);
		return beanMethod ? null : annotation;
	}

	private static Type resultType(Method method, Class<?> beanType) {
		return DeclaredTypes.ofResult(ResolvableType.forMethodReturnType(method, beanType));
	}

	private DeclaredTask task(TaskBean bean, Method method, JobTask annotation) {
		BeanMethod beanMethod = new BeanMethod(bean, method, "@JobTask");
		String source = beanMethod.source();
		if (JobHandler.class.isAssignableFrom(bean.type()) && ClassTasks.isOfHandler(method)) {
			throw new InvalidTaskException(("%s is annotated with @JobTask, but is a method of JobHandler: move the "
					+ "annotation to the class, or implement no JobHandler")
				.formatted(source));
		}
		if (annotation.finishInTransaction()) {
			TaskRules.requireResultInTime(method, bean.type(), source);
		}
		TaskRules.warnOfOtherCallers(method, source);
		MethodArguments arguments = MethodArguments.of(method, bean.type(), JobContext.class, source);
		TaskSettings read = this.settings.read(annotation, TaskNames.ofMethod(bean.type(), method.getName()), source);
		return new DeclaredTask(read, new MethodTaskHandler(beanMethod, arguments, resultType(method, bean.type())),
				source, bean.type(), method, schedules(method));
	}

}
