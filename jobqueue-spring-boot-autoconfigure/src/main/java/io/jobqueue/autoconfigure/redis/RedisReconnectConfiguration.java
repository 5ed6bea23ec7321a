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
 * Limits the delay before Lettuce reconnects. By default the delay grows to 30 seconds,
 * and calls of the store wait as long although Redis is available again. A customizer of
 * the application is applied later and replaces this. A {@link ClientResources} bean is
 * not changed.
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
