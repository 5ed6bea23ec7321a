package io.jobqueue.task.invoke;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.jobqueue.InvalidTaskException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean. It is called through the proxy of the bean, if there is one, so
 * that annotations such as {@code @Transactional} apply.
 */
public final class BeanMethod {

	private final TaskBean bean;

	private final Method method;

	private final boolean suspends;

	private volatile @Nullable Method invocable;

	public BeanMethod(TaskBean bean, Method method, String annotation) {
		this.bean = bean;
		this.method = method;
		this.suspends = SuspendFunctions.is(method);
		if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
			throw new InvalidTaskException(
					"%s is annotated with %s but is %s: let it be an instance method that is not private"
						.formatted(source(), annotation, Modifier.toString(method.getModifiers())));
		}
		TaskRules.check(method, bean.type(), source(), annotation);
		bean.requireScope();
	}

	public String source() {
		String parameters = Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return "Bean '%s', method %s.%s(%s)".formatted(this.bean.name(), this.bean.type().getName(),
				this.method.getName(), parameters);
	}

	@Nullable Object invoke(@Nullable Object... arguments) throws Exception {
		Object target = this.bean.get();
		if (this.suspends) {
			return SuspendFunctions.call(invocable(target), target, arguments);
		}
		try {
			return invocable(target).invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

	/** Check the bean, if it has been created. */
	void check() {
		this.bean.made().ifPresent(this::invocable);
	}

	private Method invocable(Object target) {
		Method known = this.invocable;
		if (known == null) {
			known = new BeanProxy(target, this.bean.type(), source()).invocable(this.method);
			ReflectionUtils.makeAccessible(known);
			this.invocable = known;
		}
		return known;
	}

}
