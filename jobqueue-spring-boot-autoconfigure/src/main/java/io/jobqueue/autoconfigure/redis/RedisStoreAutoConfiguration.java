package io.jobqueue.autoconfigure.redis;

import io.jobqueue.autoconfigure.JobQueueRedis;
import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.redis.RedisStoreBackend;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The store in Redis. It uses the connection factory marked with {@link JobQueueRedis},
 * else the primary one.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ RedisConnectionFactory.class, DataRedisConnectionDetails.class })
@ConditionalOnProperty(name = "jobqueue.store", havingValue = "redis", matchIfMissing = true)
@Conditional(OnConnectionFactory.class)
@ConditionalOnMissingBean(StoreBackend.class)
@Import(RedisReconnectConfiguration.class)
public final class RedisStoreAutoConfiguration {

	@Bean
	JobRedis jobqueueRedis(@JobQueueRedis ObjectProvider<RedisConnectionFactory> own,
			ObjectProvider<RedisConnectionFactory> primary, ObjectProvider<DataRedisConnectionDetails> details,
			ConfigurableListableBeanFactory beans) {
		return JobRedis.of(own, primary, details, beans);
	}

	@Bean
	RedisStoreBackend jobStore(JobRedis redis, JobQueueProperties properties) {
		return new RedisStoreBackend(redis.factory(), properties.namespace());
	}

	@Bean
	@Lazy(false)
	RedisStartCheck jobqueueRedisStartCheck(JobRedis redis, JobQueueProperties properties) {
		return new RedisStartCheck(redis, properties.redis().startTimeout());
	}

	@Bean
	@Lazy(false)
	RedisFormatCheck jobqueueRedisFormatCheck(RedisStoreBackend store) {
		return new RedisFormatCheck(store);
	}

}
