package io.jobqueue.task;

import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Optional;

import io.jobqueue.InvalidTaskException;
import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;

/**
 * Finds the class form of tasks: {@code @JobTask} on the class of a bean or on the
 * {@code @Bean} method that makes it.
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
		if (annotation == null) {
			return Optional.empty();
		}
		if (!JobHandler.class.isAssignableFrom(bean.type())) {
			throw new InvalidTaskException(
					"%s is annotated with @JobTask but is no JobHandler: implement JobHandler, or annotate a method instead"
						.formatted(bean.source()));
		}
		Type payloadType = payloadType(bean);
		Class<?> type = bean.type();
		String name = (type.isInterface() || type.isSynthetic() || type.isAnonymousClass())
				? TaskNames.ofBean(bean.name()) : TaskNames.ofClass(type);
		return Optional.of(new DeclaredTask(this.settings.read(annotation, name, bean.source()),
				new ClassTaskHandler(bean, payloadType), bean.source(), type, null));
	}

	private Type payloadType(TaskBean bean) {
		Type type = payloadType(ResolvableType.forClass(bean.type()), bean.type());
		if (type == null && this.factory.containsBeanDefinition(bean.name())) {
			BeanDefinition definition = this.factory.getMergedBeanDefinition(bean.name());
			type = payloadType(definition.getResolvableType(), bean.type());
		}
		if (type == null) {
			throw new InvalidTaskException(("%s implements JobHandler without a payload type: say it, such as "
					+ "JobHandler<Order, Receipt>, or JobHandler<Void, Void> for none")
				.formatted(bean.source()));
		}
		return type;
	}

	private static @Nullable Type payloadType(ResolvableType handler, Class<?> context) {
		ResolvableType payload = handler.as(JobHandler.class).getGeneric(0);
		if (payload.resolve() == null) {
			return null;
		}
		Type type = GenericTypeResolver.resolveType(payload.getType(), context);
		return (type instanceof TypeVariable<?>) ? payload.resolve() : type;
	}

}
