package io.jobqueue.autoconfigure.bean;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds beans of the application that declare a type of a module of Spring as a parameter
 * or a field. The bean factory knows a dependency only when it is resolved, which is
 * later for lazy and prototype beans, for {@code ObjectProvider} and for {@code @Lazy}
 * parameters.
 */
public final class DeclaredDependencies {

	private static final Logger logger = LoggerFactory.getLogger(DeclaredDependencies.class);

	/** The package whose beans have dependencies without a request of the application. */
	private static final String SPRING = "org.springframework.";

	private final ConfigurableListableBeanFactory beans;

	private final String module;

	/**
	 * Create an instance.
	 * @param beans the beans of the application
	 * @param module the package of the module, with a dot at its end
	 */
	public DeclaredDependencies(ConfigurableListableBeanFactory beans, String module) {
		this.beans = beans;
		this.module = module;
	}

	/**
	 * Return whether a bean of the application declares such a type, or is a repository
	 * of the module.
	 */
	public boolean isPresent() {
		return Stream.of(this.beans.getBeanDefinitionNames()).anyMatch(this::isDeclaredBy);
	}

	private boolean isDeclaredBy(String bean) {
		BeanDefinition definition = this.beans.getMergedBeanDefinition(bean);
		String className = definition.getBeanClassName();
		if (className != null && className.startsWith(this.module + "repository.support.")) {
			return true;
		}
		try {
			Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
			if (method != null) {
				return isApplication(method.getDeclaringClass())
						&& (hasModule(method) || isDeclaredBy(this.beans.getType(bean, false)));
			}
			return isDeclaredBy(this.beans.getType(bean, false));
		}
		catch (LinkageError | TypeNotPresentException ex) {
			logger.debug("The dependencies of bean '{}' are unknown: a class that it declares is absent", bean, ex);
			return false;
		}
	}

	private boolean isDeclaredBy(@Nullable Class<?> type) {
		for (Class<?> each = type; each != null && isApplication(each); each = each.getSuperclass()) {
			if (Stream.of(each.getDeclaredConstructors()).anyMatch(this::hasModule)
					|| Stream.of(each.getDeclaredFields()).map(Field::getGenericType).anyMatch(this::isOfModule)
					|| Stream.of(each.getDeclaredMethods())
						.filter((method) -> AnnotatedElementUtils.hasAnnotation(method, Autowired.class))
						.anyMatch(this::hasModule)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isApplication(Class<?> type) {
		String name = ClassUtils.getUserClass(type).getName();
		return !name.startsWith("java.") && !name.startsWith(SPRING);
	}

	private boolean hasModule(Executable executable) {
		return Arrays.stream(executable.getGenericParameterTypes()).anyMatch(this::isOfModule);
	}

	/** Return whether a type is one of the module or has one as an argument. */
	private boolean isOfModule(Type type) {
		return type.getTypeName().contains(this.module);
	}

}
