package io.jobqueue.autoconfigure.redis;

import io.jobqueue.autoconfigure.JobQueueRedis;
import io.jobqueue.autoconfigure.bean.OnBeanOfType;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Matches if there is a connection factory of Redis, with or without
 * {@link JobQueueRedis}.
 */
final class OnConnectionFactory extends OnBeanOfType {

	@Override
	protected Class<?> type() {
		return RedisConnectionFactory.class;
	}

}
