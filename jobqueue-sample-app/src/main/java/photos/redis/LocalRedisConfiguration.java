package photos.redis;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Starts a Redis server unless {@code spring.data.redis} says where one is, or jobs are
 * kept elsewhere.
 */
@Configuration(proxyBeanMethods = false)
class LocalRedisConfiguration {

	@Bean
	@Conditional(NoRedisConfigured.class)
	LocalRedis localRedis() {
		return new LocalRedis();
	}

	static class NoRedisConfigured implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Bindable<?> redis = Bindable.mapOf(String.class, Object.class);
			return "redis".equals(context.getEnvironment().getProperty("jobqueue.store", "redis"))
					&& !Binder.get(context.getEnvironment()).bind("spring.data.redis", redis).isBound();
		}

	}

}
