package io.jobqueue.autoconfigure.bean;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Selects the bean that jobs use if an application has several of its type.
 *
 * @param <T> the type
 */
public final class MarkedBean<T> {

	private final String type;

	private final String mark;

	public MarkedBean(Class<T> type, Class<? extends Annotation> mark) {
		this.type = type.getSimpleName();
		this.mark = "@" + mark.getSimpleName();
	}

	/** Return the marked bean, else the primary one. */
	public T of(ObjectProvider<T> own, ObjectProvider<T> primary) {
		T marked = marked(own);
		if (marked != null) {
			return marked;
		}
		try {
			return primary.getObject();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw AmbiguousBeanException.unmarked(this.type, this.mark, ex);
		}
	}

	/** Return the marked bean, {@code null} if none is marked. */
	public @Nullable T marked(ObjectProvider<T> own) {
		try {
			return own.getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw AmbiguousBeanException.marked(this.type, this.mark, ex);
		}
	}

}
