package io.jobqueue.autoconfigure.redis;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Raises the level of the logger by which Lettuce reports each attempt to reconnect. In
 * an outage it writes two lines every 5 seconds per connection, and the store reports the
 * outage itself. A level that the application sets for Lettuce is kept.
 */
final class RedisLogEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String LOGGER = "io.lettuce.core.protocol.ConnectionWatchdog";

	private static final String PREFIX = "logging.level.";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String store = environment.getProperty("jobqueue.store", "redis");
		if (store.equalsIgnoreCase("redis") && !hasLevel(environment)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("jobqueueRedisLog", Map.of(PREFIX + LOGGER, "error")));
		}
	}

	private static boolean hasLevel(ConfigurableEnvironment environment) {
		for (int end = LOGGER.length(); end > "io".length(); end = LOGGER.lastIndexOf('.', end - 1)) {
			if (environment.getProperty(PREFIX + LOGGER.substring(0, end)) != null) {
				return true;
			}
		}
		return false;
	}

	/** Run after all other sources of properties. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
