package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.testsupport.TestRedis;

class RedisStoreContractTests extends StoreContractSuite {

	@Override
	protected StoreBackend newBackend() {
		return new RedisStoreBackend(TestRedis.shared().connectionFactory(), TestRedis.namespace());
	}

}
