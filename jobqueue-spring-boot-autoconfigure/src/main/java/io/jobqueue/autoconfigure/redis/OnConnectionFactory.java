package io.jobqueue.autoconfigure.redis;

import io.jobqueue.autoconfigure.JobQueueRedis;
import io.jobqueue.autoconfigure.bean.OnBeanOfType;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * There is a connection factory of Redis, marked with {@link JobQueueRedis} or not.
 */
final class OnConnectionFactory extends OnBeanOfType {

	@Override
	protected Class<?> type() {
		return RedisConnectionFactory.class;
	}

}
