package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRedisCluster;

import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

@Tag("process")
class RedisClusterWalkTests extends StoreWalk {

	private final LettuceConnectionFactory connections = TestRedisCluster.shared().connectionFactory();

	private String namespace = "";

	@Override
	protected int steps() {
		return 300;
	}

	@Override
	protected StoreBackend newBackend() {
		this.namespace = TestRedis.namespace();
		return new RedisStoreBackend(this.connections, this.namespace);
	}

	@Override
	protected void assertIsEmpty() {
		RedisLeftovers.assertNone(this.connections, this.namespace);
	}

}
