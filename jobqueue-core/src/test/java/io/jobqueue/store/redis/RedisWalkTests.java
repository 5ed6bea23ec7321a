package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.Tag;

@Tag("process")
class RedisWalkTests extends StoreWalk {

	@Override
	protected StoreBackend newBackend() {
		return new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace());
	}

}
