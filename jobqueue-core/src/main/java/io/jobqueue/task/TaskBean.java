package io.jobqueue.task;

import io.jobqueue.InvalidTaskException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * A bean that is taken from its factory when it is first called, so that finding tasks
 * creates no beans; each time if it is not a singleton.
 */
final class TaskBean {

	private final BeanFactory factory;

	private final String name;

	private final Class<?> type;

	private volatile @Nullable Object singleton;

	TaskBean(BeanFactory factory, String name, Class<?> type) {
		this.factory = factory;
		this.name = name;
		this.type = type;
	}

	String name() {
		return this.name;
	}

	/** The class behind any proxy. */
	Class<?> type() {
		return this.type;
	}

	String source() {
		return "Bean '%s' (%s)".formatted(this.name, this.type.getName());
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
