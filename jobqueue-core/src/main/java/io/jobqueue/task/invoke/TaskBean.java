package io.jobqueue.task.invoke;

import java.util.Optional;
import java.util.Set;

import io.jobqueue.InvalidTaskException;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyFactoryBean;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.Scope;

/**
 * A bean that is requested from its factory at the first call, so that finding tasks
 * creates no beans. A bean that is not a singleton is requested for each call.
 */
public final class TaskBean {

	private static final Set<String> OF_A_REQUEST = Set.of(
			"org.springframework.web.context.request.AbstractRequestAttributesScope",
			"org.springframework.messaging.simp.SimpSessionScope");

	private final ConfigurableListableBeanFactory factory;

	private final String name;

	private final Class<?> type;

	private volatile @Nullable Object singleton;

	TaskBean(ConfigurableListableBeanFactory factory, String name, Class<?> type) {
		this.factory = factory;
		this.name = name;
		this.type = type;
	}

	public String name() {
		return this.name;
	}

	/** The class behind any proxy. */
	public Class<?> type() {
		return this.type;
	}

	public String source() {
		return "Bean '%s' (%s)".formatted(this.name, this.type.getName());
	}

	/**
	 * Refuse a scope that does not exist on threads of a worker. Custom scopes are
	 * accepted, and so is prototype: its bean is created for each call.
	 */
	public void requireScope() {
		String scope = scope();
		if (scope.isEmpty() || scope.equals(BeanDefinition.SCOPE_SINGLETON)
				|| scope.equals(BeanDefinition.SCOPE_PROTOTYPE)) {
			return;
		}
		Scope registered = this.factory.getRegisteredScope(scope);
		if (registered == null || isOfARequest(registered.getClass())) {
			throw new InvalidTaskException(("%s has the scope '%s', which does not exist where jobs run: let the bean "
					+ "with the task be a singleton, and put what it needs of a request into the payload")
				.formatted(source(), scope));
		}
	}

	private String scope() {
		String target = ScopedProxyUtils.getTargetBeanName(this.name);
		String defined = this.factory.containsBeanDefinition(target) ? target : this.name;
		if (!this.factory.containsBeanDefinition(defined)) {
			return "";
		}
		String scope = this.factory.getMergedBeanDefinition(defined).getScope();
		return (scope != null) ? scope : "";
	}

	private static boolean isOfARequest(Class<?> scope) {
		for (Class<?> each = scope; each != null; each = each.getSuperclass()) {
			if (OF_A_REQUEST.contains(each.getName())) {
				return true;
			}
		}
		return false;
	}

	/** The bean, if it is a singleton that has been created. */
	Optional<Object> made() {
		boolean made = this.factory.containsSingleton(this.name) && this.factory.isSingleton(this.name)
				&& (!this.factory.isFactoryBean(this.name)
						|| this.factory.getSingleton(this.name) instanceof ScopedProxyFactoryBean);
		return made ? Optional.of(get()) : Optional.empty();
	}

	Object get() {
		Object bean = this.singleton;
		if (bean == null) {
			bean = this.factory.getBean(this.name);
			if (this.factory.isSingleton(this.name)) {
				this.singleton = bean;
			}
		}
		return bean;
	}

	<T> T get(Class<T> as) {
		Object bean = get();
		if (!as.isInstance(bean)) {
			throw new InvalidTaskException("%s is behind a proxy of %s, which is no %s: let the proxy implement it"
				.formatted(source(), bean.getClass().getName(), as.getName()));
		}
		return as.cast(bean);
	}

}
