package io.jobqueue.task;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.task.invoke.ClassTaskHandler;
import io.jobqueue.task.invoke.DeclaredTypes;
import io.jobqueue.task.invoke.TaskBean;
import io.jobqueue.task.invoke.TaskRules;
import io.jobqueue.task.settings.TaskNames;
import io.jobqueue.task.settings.TaskSettingsReader;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Finds tasks in the form of a class: {@code @JobTask} on the class of a bean, or on the
 * {@code @Bean} method that creates it.
 */
final class ClassTasks {

	private final ConfigurableListableBeanFactory factory;

	private final TaskSettingsReader settings;

	ClassTasks(ConfigurableListableBeanFactory factory, TaskSettingsReader settings) {
		this.factory = factory;
		this.settings = settings;
	}

	Optional<DeclaredTask> find(TaskBean bean) {
		JobTask annotation = this.factory.findAnnotationOnBean(bean.name(), JobTask.class, false);
		List<JobSchedule> schedules = schedules(bean);
		if (annotation == null) {
			if (!schedules.isEmpty()) {
				throw new InvalidTaskException(
						"%s is annotated with @JobSchedule but is no task: annotate it with @JobTask too"
							.formatted(bean.source()));
			}
			return Optional.empty();
		}
		if (!JobHandler.class.isAssignableFrom(bean.type())) {
			throw new InvalidTaskException(
					"%s is annotated with @JobTask but is no JobHandler: implement JobHandler, or annotate a method instead"
						.formatted(bean.source()));
		}
		checkMethods(bean);
		ResolvableType handler = handler(bean);
		TaskRules.checkResult(handler.getGeneric(1), bean.source(), "@JobTask");
		if (annotation.finishInTransaction()) {
			TaskRules.requireResultInTime(handler.getGeneric(1), bean.source());
		}
		Class<?> type = bean.type();
		String name = (type.isInterface() || type.isSynthetic() || type.isAnonymousClass())
				? TaskNames.ofBean(bean.name()) : TaskNames.ofClass(type);
		return Optional.of(new DeclaredTask(
				this.settings.read(annotation, name, bean.source()), new ClassTaskHandler(bean,
						DeclaredTypes.of(handler.getGeneric(0)), DeclaredTypes.ofResult(handler.getGeneric(1))),
				bean.source(), type, null, schedules));
	}

	private List<JobSchedule> schedules(TaskBean bean) {
		return List.copyOf(this.factory.findAllAnnotationsOnBean(bean.name(), JobSchedule.class, false));
	}

	private void checkMethods(TaskBean bean) {
		bean.requireScope();
		ReflectionUtils.doWithMethods(bean.type(), (method) -> TaskRules.check(method, bean.type(),
				bean.source() + ", method " + method.getName(), "@JobTask"), ClassTasks::isOfHandler);
	}

	/** Whether it is one of the methods that a worker calls, or implements one. */
	static boolean isOfHandler(Method method) {
		return !method.isBridge() && method.getDeclaringClass() != JobHandler.class
				&& Arrays.stream(JobHandler.class.getMethods())
					.anyMatch((each) -> each.getName().equals(method.getName())
							&& each.getParameterCount() == method.getParameterCount()
							&& each.getParameterTypes()[1] == method.getParameterTypes()[1]);
	}

	/** The bean as a {@link JobHandler} whose payload type is known. */
	private ResolvableType handler(TaskBean bean) {
		ResolvableType handler = ResolvableType.forClass(bean.type()).as(JobHandler.class);
		if (handler.getGeneric(0).resolve() == null && this.factory.containsBeanDefinition(bean.name())) {
			BeanDefinition definition = this.factory.getMergedBeanDefinition(bean.name());
			handler = definition.getResolvableType().as(JobHandler.class);
		}
		if (handler.getGeneric(0).resolve() == null) {
			throw new InvalidTaskException(("%s implements JobHandler without a payload type: declare it, such as "
					+ "JobHandler<Order, Receipt>, or JobHandler<Void, Void> for none")
				.formatted(bean.source()));
		}
		return handler;
	}

}
