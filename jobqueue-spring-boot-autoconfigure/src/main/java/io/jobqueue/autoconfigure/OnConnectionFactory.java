package io.jobqueue.autoconfigure;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * There is a connection factory of Redis, marked with {@link JobQueueRedis} or not.
 */
final class OnConnectionFactory extends OnBeanOfType {

	@Override
	Class<?> type() {
		return RedisConnectionFactory.class;
	}

}
