package io.jobqueue.autoconfigure.bean;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Selects the bean that jobs use if an application has several of its type.
 *
 * @param <T> the type
 */
public final class QualifiedBeanSelector<T> {

	private final Class<T> type;

	private final Class<? extends Annotation> mark;

	public QualifiedBeanSelector(Class<T> type, Class<? extends Annotation> mark) {
		this.type = type;
		this.mark = mark;
	}

	/**
	 * Return the marked bean, else the primary one.
	 * @param own the marked beans
	 * @param primary the beans that can be injected without a mark
	 * @param beans the factory of both
	 * @throws AmbiguousBeanException if several beans qualify
	 */
	public T of(ObjectProvider<T> own, ObjectProvider<T> primary, ConfigurableListableBeanFactory beans) {
		T marked = marked(own, beans);
		if (marked != null) {
			return marked;
		}
		try {
			return primary.getObject();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			List<String> names = names(beans, (name) -> is(beans, name, BeanDefinition::isPrimary));
			throw (names.size() > 1) ? AmbiguousBeanException.primary(typeName(), markName(), names, ex)
					: AmbiguousBeanException.unmarked(typeName(), markName(),
							names(beans, (name) -> is(beans, name, BeanDefinition::isAutowireCandidate)), ex);
		}
	}

	/**
	 * Return the marked bean, {@code null} if none is marked.
	 * @param own the marked beans
	 * @param beans their factory
	 * @throws AmbiguousBeanException if several beans are marked
	 */
	public @Nullable T marked(ObjectProvider<T> own, ConfigurableListableBeanFactory beans) {
		try {
			return own.getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw AmbiguousBeanException.marked(typeName(), markName(),
					names(beans, (name) -> beans.findAnnotationOnBean(name, this.mark, false) != null), ex);
		}
	}

	/**
	 * Return names of beans of the type. The exception of Spring has none if several
	 * beans are primary.
	 */
	private List<String> names(ConfigurableListableBeanFactory beans, Predicate<String> condition) {
		return Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, this.type, true, false))
			.filter(condition)
			.toList();
	}

	/** Return whether a bean has a property. A bean without a definition has none. */
	private static boolean is(ConfigurableListableBeanFactory beans, String name, Predicate<BeanDefinition> property) {
		return beans.containsBeanDefinition(name) && property.test(beans.getMergedBeanDefinition(name));
	}

	private String typeName() {
		return this.type.getSimpleName();
	}

	private String markName() {
		return "@" + this.mark.getSimpleName();
	}

}
