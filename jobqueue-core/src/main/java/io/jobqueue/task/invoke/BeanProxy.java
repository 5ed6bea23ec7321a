package io.jobqueue.task.invoke;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import io.jobqueue.InvalidTaskException;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;

/**
 * The methods that can be called on a bean that may be a proxy. A call that a subclass
 * proxy cannot delegate runs on the proxy itself, whose fields are {@code null}.
 *
 * @param bean the bean
 * @param type the class behind the proxy
 * @param source names the bean, for messages
 */
record BeanProxy(Object bean, Class<?> type, String source) {

	/** The method to call. */
	Method invocable(Method method) {
		Method invocable;
		try {
			invocable = AopUtils.selectInvocableMethod(method, this.bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new InvalidTaskException("%s cannot be called: %s".formatted(this.source, ex.getMessage()), ex);
		}
		requirePassedOn(method);
		requireNoneAsync(method);
		return invocable;
	}

	/** Check the methods of an interface that the bean implements. */
	void requireAll(Class<?> contract) {
		for (Method method : contract.getMethods()) {
			requirePassedOn(method);
			requireNoneAsync(method);
		}
	}

	private void requirePassedOn(Method method) {
		if (!AopUtils.isCglibProxy(this.bean) || isDeclared(this.bean.getClass(), method)) {
			return;
		}
		Method behind = behind(method);
		if (behind.getDeclaringClass().isInterface()) {
			return;
		}
		boolean isFinal = Modifier.isFinal(behind.getModifiers());
		throw new InvalidTaskException(
				("%s: method %s of %s is %s, so the proxy of the bean cannot pass a call on to the "
						+ "bean, and all fields would be null: %s")
					.formatted(this.source, behind.getName(), behind.getDeclaringClass().getName(),
							isFinal ? "final" : "not visible to the proxy",
							isFinal ? "remove 'final'" : "make it public"));
	}

	/** The same method of the class behind the proxy, by name and erased parameters. */
	private Method behind(Method method) {
		for (Class<?> each = this.type; each != null; each = each.getSuperclass()) {
			for (Method candidate : each.getDeclaredMethods()) {
				if (isSame(candidate, method)) {
					return candidate;
				}
			}
		}
		return method;
	}

	private static boolean isDeclared(Class<?> proxy, Method method) {
		return Arrays.stream(proxy.getDeclaredMethods()).anyMatch((each) -> isSame(each, method));
	}

	private static boolean isSame(Method one, Method other) {
		return one.getName().equals(other.getName())
				&& Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
	}

	/** Also if a custom annotation causes that. */
	private void requireNoneAsync(Method method) {
		if (!(this.bean instanceof Advised advised)) {
			return;
		}
		for (Advisor advisor : advised.getAdvisors()) {
			if (advisor.getAdvice() instanceof AsyncExecutionInterceptor && applies(advisor, method)) {
				throw new InvalidTaskException(
						("%s: a call of %s is handed to another thread by the bean's proxy, so it "
								+ "would return before its work is done, and what it throws would be lost. Let the method not "
								+ "be asynchronous: a worker calls it on a thread of its own")
							.formatted(this.source, method.getName()));
			}
		}
	}

	private boolean applies(Advisor advisor, Method method) {
		return !(advisor instanceof PointcutAdvisor pointcut)
				|| (pointcut.getPointcut().getClassFilter().matches(this.type)
						&& pointcut.getPointcut().getMethodMatcher().matches(behind(method), this.type));
	}

}
