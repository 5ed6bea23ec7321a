package io.jobqueue.autoconfigure.task;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jobqueue.JobHandler;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Registers hints for native images: the methods of tasks, which are called by
 * reflection, and the types that are read and written as JSON.
 */
final class TaskHints implements BeanRegistrationAotProcessor {

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		Set<Method> methods = MethodIntrospector.selectMethods(type, TaskHints::isTask);
		Set<Type> payloads = new LinkedHashSet<>();
		for (Method method : methods) {
			payloads.add(method.getGenericReturnType());
			payloads.addAll(List.of(method.getGenericParameterTypes()));
		}
		for (ResolvableType generic : ResolvableType.forClass(type).as(JobHandler.class).getGenerics()) {
			payloads.add(generic.getType());
		}
		if (payloads.isEmpty()) {
			return null;
		}
		return (generation, code) -> {
			methods.forEach((
					method) -> generation.getRuntimeHints().reflection().registerMethod(method, ExecutableMode.INVOKE));
			new BindingReflectionHintsRegistrar().registerReflectionHints(generation.getRuntimeHints().reflection(),
					payloads.toArray(Type[]::new));
		};
	}

	private static boolean isTask(Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, JobTask.class)
				|| AnnotatedElementUtils.hasAnnotation(method, OnFailure.class);
	}

}
