package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.LimitContractSuite;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRedisCluster;

class RedisClusterLimitContractTests extends LimitContractSuite {

	@Override
	protected StoreBackend newBackend() {
		return new RedisStoreBackend(TestRedisCluster.shared().connectionFactory(), TestRedis.namespace());
	}

}
