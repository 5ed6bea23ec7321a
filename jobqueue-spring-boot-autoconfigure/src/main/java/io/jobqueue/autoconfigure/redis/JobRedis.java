package io.jobqueue.autoconfigure.redis;

import io.jobqueue.autoconfigure.JobQueueRedis;
import io.jobqueue.autoconfigure.bean.QualifiedBeanSelector;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The Redis server for jobs.
 *
 * @param factory its connection factory
 * @param address its address, without credentials
 * @param isMarked whether the factory is marked with {@link JobQueueRedis}
 */
record JobRedis(RedisConnectionFactory factory, String address, boolean isMarked) {

	private static final QualifiedBeanSelector<RedisConnectionFactory> BEAN = new QualifiedBeanSelector<>(
			RedisConnectionFactory.class, JobQueueRedis.class);

	/**
	 * Return the marked factory, else the primary one.
	 * @param own the marked factories
	 * @param primary the factories that can be injected without a mark
	 * @param details the connection details of the factory of Spring Boot
	 * @param beans the factory of these beans
	 */
	static JobRedis of(ObjectProvider<RedisConnectionFactory> own, ObjectProvider<RedisConnectionFactory> primary,
			ObjectProvider<DataRedisConnectionDetails> details, ConfigurableListableBeanFactory beans) {
		RedisConnectionFactory marked = BEAN.marked(own, beans);
		if (marked != null) {
			return new JobRedis(marked, RedisAddress.of(marked, null), true);
		}
		RedisConnectionFactory factory = BEAN.of(own, primary, beans);
		return new JobRedis(factory, RedisAddress.of(factory, details.getIfUnique()), false);
	}

}
