package io.jobqueue.autoconfigure.redis;

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
 * Finds beans of the application that declare a type of Spring Data Redis as a parameter
 * or a field. The bean factory knows a dependency only when it is resolved, which is
 * later for lazy and prototype beans, for {@code ObjectProvider} and for {@code @Lazy}
 * parameters.
 */
final class DeclaredRedisUse {

	private static final Logger logger = LoggerFactory.getLogger(DeclaredRedisUse.class);

	private static final String REDIS = "org.springframework.data.redis.";

	private static final String REPOSITORY = REDIS + "repository.support.";

	/** The package whose beans refer to Redis without a request of the application. */
	private static final String SPRING = "org.springframework.";

	private final ConfigurableListableBeanFactory beans;

	DeclaredRedisUse(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/** Return whether a bean of the application declares a use of Redis. */
	boolean isPresent() {
		return Stream.of(this.beans.getBeanDefinitionNames()).anyMatch(this::isDeclaredBy);
	}

	private boolean isDeclaredBy(String bean) {
		BeanDefinition definition = this.beans.getMergedBeanDefinition(bean);
		String className = definition.getBeanClassName();
		if (className != null && className.startsWith(REPOSITORY)) {
			return true;
		}
		try {
			Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
			if (method != null) {
				return isApplication(method.getDeclaringClass())
						&& (hasRedis(method) || isDeclaredBy(this.beans.getType(bean, false)));
			}
			return isDeclaredBy(this.beans.getType(bean, false));
		}
		catch (LinkageError | TypeNotPresentException ex) {
			logger.debug("Whether bean '{}' uses Redis is unknown: a class that it declares is absent", bean, ex);
			return false;
		}
	}

	private static boolean isDeclaredBy(@Nullable Class<?> type) {
		for (Class<?> each = type; each != null && isApplication(each); each = each.getSuperclass()) {
			if (Stream.of(each.getDeclaredConstructors()).anyMatch(DeclaredRedisUse::hasRedis)
					|| Stream.of(each.getDeclaredFields())
						.map(Field::getGenericType)
						.anyMatch(DeclaredRedisUse::isRedis)
					|| Stream.of(each.getDeclaredMethods())
						.filter((method) -> AnnotatedElementUtils.hasAnnotation(method, Autowired.class))
						.anyMatch(DeclaredRedisUse::hasRedis)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isApplication(Class<?> type) {
		String name = ClassUtils.getUserClass(type).getName();
		return !name.startsWith("java.") && !name.startsWith(SPRING);
	}

	private static boolean hasRedis(Executable executable) {
		return Arrays.stream(executable.getGenericParameterTypes()).anyMatch(DeclaredRedisUse::isRedis);
	}

	/** Return whether a type is one of Spring Data Redis or has one as an argument. */
	private static boolean isRedis(Type type) {
		return type.getTypeName().contains(REDIS);
	}

}
