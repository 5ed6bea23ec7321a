package io.jobqueue.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Bounds how long Lettuce waits before it connects again. By its default the wait grows
 * to 30 seconds, and calls of the store wait as long although Redis is back. A customizer
 * of the application comes later and replaces this; a {@link ClientResources} bean is
 * left as it is.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ ClientResources.class, ClientResourcesBuilderCustomizer.class })
class RedisReconnectConfiguration {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofSeconds(1);

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	ClientResourcesBuilderCustomizer jobqueueReconnectDelay() {
		return (resources) -> resources.reconnectDelay(Delay.exponential(SHORTEST, LONGEST, 2, TimeUnit.MILLISECONDS));
	}

}
