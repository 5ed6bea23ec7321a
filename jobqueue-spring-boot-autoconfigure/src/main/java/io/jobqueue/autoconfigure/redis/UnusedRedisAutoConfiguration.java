package io.jobqueue.autoconfigure.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.jobqueue.autoconfigure.JobQueueAutoConfiguration;
import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.data.redis.health.DataRedisHealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Adjusts the health of Redis if jobs are stored elsewhere and no property configures a
 * Redis server for the application.
 */
@AutoConfiguration(after = { JobQueueAutoConfiguration.class },
		afterName = "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisHealthIndicator.class, HealthContributorRegistry.class })
@ConditionalOnBean({ RedisConnectionFactory.class, HealthContributorRegistry.class })
@ConditionalOnMissingBean(RedisStoreBackend.class)
@Conditional(UnusedRedisAutoConfiguration.OnUndecided.class)
public final class UnusedRedisAutoConfiguration {

	@Bean
	@Lazy(false)
	static UnusedRedis jobqueueUnusedRedis(ConfigurableListableBeanFactory beans,
			ObjectProvider<HealthContributorRegistry> registries,
			ObjectProvider<ReactiveHealthContributorRegistry> reactive) {
		List<Consumer<String>> all = new ArrayList<>();
		registries.forEach((registry) -> all.add(registry::unregisterContributor));
		reactive.forEach((registry) -> all.add(registry::unregisterContributor));
		return new UnusedRedis(beans, all);
	}

	/**
	 * Matches if neither a property of Redis nor the property of its health is set.
	 */
	static final class OnUndecided extends SpringBootCondition {

		private static final ConfigurationPropertyName REDIS = ConfigurationPropertyName.of("spring.data.redis");

		private static final String HEALTH = "management.health.redis.enabled";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			if (Binder.get(context.getEnvironment()).bind(HEALTH, Boolean.class).isBound()) {
				return ConditionOutcome.noMatch(HEALTH + " is set");
			}
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
				if (source.containsDescendantOf(REDIS) == ConfigurationPropertyState.PRESENT
						&& source instanceof IterableConfigurationPropertySource names
						&& names.stream().anyMatch(REDIS::isAncestorOf)) {
					return ConditionOutcome.noMatch(REDIS + " has properties");
				}
			}
			return ConditionOutcome.match("Redis has no property");
		}

	}

}
