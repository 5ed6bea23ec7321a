package io.jobqueue.autoconfigure.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.jobqueue.autoconfigure.bean.DeclaredDependencies;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Removes Redis from the health of an application that does not use it. The starter of
 * jobqueue contains a Redis client, which activates the indicator of Spring Boot. Without
 * a server it would always be DOWN. An application uses Redis if one of its beans or
 * repositories depends on a connection factory, or on a template of Spring Boot.
 * Dependencies of beans that do not exist yet count as they are declared.
 */
final class UnusedRedis implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(UnusedRedis.class);

	private static final String HEALTH = "redis";

	private static final String MODULE = "org.springframework.data.redis.";

	/**
	 * Packages that create beans from a connection factory without a request of the
	 * application.
	 */
	private static final List<String> INFRASTRUCTURE = List.of("org.springframework.boot.data.redis.",
			"org.springframework.data.redis.core.");

	private final ConfigurableListableBeanFactory beans;

	private final List<Consumer<String>> registries;

	/**
	 * Create an instance.
	 * @param beans the beans of the application
	 * @param registries remove a health indicator from a registry, by its name
	 */
	UnusedRedis(ConfigurableListableBeanFactory beans, List<Consumer<String>> registries) {
		this.beans = beans;
		this.registries = registries;
	}

	/** Decide when the singletons exist, because their dependencies are known then. */
	@Override
	public void afterSingletonsInstantiated() {
		if (isUsed()) {
			return;
		}
		this.registries.forEach((registry) -> registry.accept(HEALTH));
		logger.info("Health does not include Redis: jobs are kept elsewhere and no bean of the application uses it. "
				+ "Set 'management.health.redis.enabled=true' to include it");
	}

	private boolean isUsed() {
		for (DataRedisConnectionDetails details : this.beans.getBeansOfType(DataRedisConnectionDetails.class)
			.values()) {
			// A container for tests or of Docker Compose is intended for use.
			if (!details.getClass().getSimpleName().startsWith("Properties")) {
				return true;
			}
		}
		Set<String> seen = new HashSet<>();
		for (Class<?> type : List.of(RedisConnectionFactory.class, ReactiveRedisConnectionFactory.class)) {
			for (String factory : this.beans.getBeanNamesForType(type, true, false)) {
				// With lazy beans, later dependencies are unknown.
				if (isLazy(factory) || !isInfrastructure(factory) || isUsed(factory, seen)) {
					return true;
				}
			}
		}
		return new DeclaredDependencies(this.beans, MODULE).isPresent();
	}

	private boolean isUsed(String bean, Set<String> seen) {
		for (String dependent : this.beans.getDependentBeans(bean)) {
			if (seen.add(dependent) && (!isInfrastructure(dependent) || isUsed(dependent, seen))) {
				return true;
			}
		}
		return false;
	}

	private boolean isLazy(String bean) {
		return this.beans.containsBeanDefinition(bean) && this.beans.getMergedBeanDefinition(bean).isLazyInit();
	}

	private boolean isInfrastructure(String bean) {
		String maker = this.beans.containsBeanDefinition(bean) ? maker(this.beans.getMergedBeanDefinition(bean)) : null;
		return maker != null && INFRASTRUCTURE.stream().anyMatch(maker::startsWith);
	}

	/** Return the class with the {@code @Bean} method, or the class of the bean. */
	private @Nullable String maker(BeanDefinition definition) {
		String configuration = definition.getFactoryBeanName();
		if (configuration != null) {
			Class<?> type = this.beans.getType(configuration, false);
			return (type != null) ? type.getName() : null;
		}
		return Objects.requireNonNullElse(definition.getBeanClassName(), "");
	}

}
