package io.jobqueue.autoconfigure.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

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
 * Leaves Redis out of the health of an application that does not use it: jobqueue's
 * starter brings a Redis client and with it Boot's indicator, which would be DOWN for
 * ever. An application uses Redis if a bean of its own, or a repository, depends on a
 * connection factory, or on a template or the like that Boot has made of one.
 */
final class UnusedRedis implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(UnusedRedis.class);

	private static final String HEALTH = "redis";

	/** What makes beans of a connection factory without that anybody asked for them. */
	private static final List<String> INFRASTRUCTURE = List.of("org.springframework.boot.data.redis.",
			"org.springframework.data.redis.core.");

	private final ConfigurableListableBeanFactory beans;

	private final List<Consumer<String>> registries;

	/**
	 * Make one.
	 * @param beans the beans of the application
	 * @param registries take an indicator of health out of a registry, by its name
	 */
	UnusedRedis(ConfigurableListableBeanFactory beans, List<Consumer<String>> registries) {
		this.beans = beans;
		this.registries = registries;
	}

	/** All beans are made, so that it is known what depends on what. */
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
			// A container for tests or of Docker Compose is meant.
			if (!details.getClass().getSimpleName().startsWith("Properties")) {
				return true;
			}
		}
		Set<String> seen = new HashSet<>();
		for (Class<?> type : List.of(RedisConnectionFactory.class, ReactiveRedisConnectionFactory.class)) {
			for (String factory : this.beans.getBeanNamesForType(type, true, false)) {
				// Where beans are made late, nobody knows yet what will depend on what.
				if (isLazy(factory) || !isInfrastructure(factory) || isUsed(factory, seen)) {
					return true;
				}
			}
		}
		return false;
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

	/** The class with the {@code @Bean} method, or that of the bean itself. */
	private @Nullable String maker(BeanDefinition definition) {
		String configuration = definition.getFactoryBeanName();
		if (configuration != null) {
			Class<?> type = this.beans.getType(configuration, false);
			return (type != null) ? type.getName() : null;
		}
		return Objects.requireNonNullElse(definition.getBeanClassName(), "");
	}

}
