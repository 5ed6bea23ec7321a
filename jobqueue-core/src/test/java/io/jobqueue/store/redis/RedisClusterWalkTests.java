package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRedisCluster;

import org.junit.jupiter.api.Tag;

@Tag("process")
class RedisClusterWalkTests extends StoreWalk {

	@Override
	protected int steps() {
		return 300;
	}

	@Override
	protected StoreBackend newBackend() {
		return new RedisStoreBackend(TestRedisCluster.shared().connectionFactory(), TestRedis.namespace());
	}

}
