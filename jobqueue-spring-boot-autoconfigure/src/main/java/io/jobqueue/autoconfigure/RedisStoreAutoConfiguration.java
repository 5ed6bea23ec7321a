package io.jobqueue.autoconfigure;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The store in Redis, by the application's connection factory.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisConnectionDetails.class })
@ConditionalOnProperty(name = "jobqueue.store", havingValue = "redis", matchIfMissing = true)
@ConditionalOnBean(RedisConnectionFactory.class)
@ConditionalOnMissingBean(StoreBackend.class)
public final class RedisStoreAutoConfiguration {

	@Bean
	RedisStoreBackend jobStore(RedisConnectionFactory connectionFactory, JobQueueSettings settings) {
		return new RedisStoreBackend(connectionFactory, settings.namespace());
	}

	@Bean
	@Lazy(false)
	RedisStartCheck jobqueueRedisStartCheck(RedisConnectionFactory connectionFactory,
			ObjectProvider<DataRedisConnectionDetails> details, JobQueueSettings settings) {
		return new RedisStartCheck(connectionFactory, RedisAddress.of(details.getIfUnique()),
				settings.redisStartTimeout());
	}

}
