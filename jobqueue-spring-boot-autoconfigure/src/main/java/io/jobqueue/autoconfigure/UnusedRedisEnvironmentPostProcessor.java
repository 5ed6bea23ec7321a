package io.jobqueue.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The starter brings a Redis client. Where jobs are kept elsewhere and no property under
 * {@code spring.data.redis} says that the application has a Redis of its own, Spring
 * Boot's health of Redis and its search for repositories are off by default: the one
 * would be DOWN for ever. Any value that the application sets itself comes first.
 */
final class UnusedRedisEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final ConfigurationPropertyName REDIS = ConfigurationPropertyName.of("spring.data.redis");

	private static final Map<String, Object> DEFAULTS = Map.of("management.health.redis.enabled", "false",
			"spring.data.redis.repositories.enabled", "false");

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String store = environment.getProperty("jobqueue.store");
		if (store != null && !store.equalsIgnoreCase("redis") && !hasRedis(environment)) {
			environment.getPropertySources().addLast(new MapPropertySource("jobqueueUnusedRedis", DEFAULTS));
		}
	}

	private static boolean hasRedis(ConfigurableEnvironment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(REDIS) == ConfigurationPropertyState.PRESENT
					&& source instanceof IterableConfigurationPropertySource names
					&& names.stream().anyMatch(REDIS::isAncestorOf)) {
				return true;
			}
		}
		return false;
	}

	/** After all other sources of properties. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
