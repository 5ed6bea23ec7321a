package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRedisCluster;

import org.junit.jupiter.api.Tag;

@Tag("process")
class RedisClusterStoreContractTests extends StoreContractSuite {

	@Override
	protected StoreBackend newBackend() {
		return new RedisStoreBackend(TestRedisCluster.shared().connectionFactory(), TestRedis.namespace());
	}

}
