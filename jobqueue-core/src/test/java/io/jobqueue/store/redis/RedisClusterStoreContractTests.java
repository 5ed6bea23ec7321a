package io.jobqueue.store.redis;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestRedisCluster;

import org.junit.jupiter.api.Tag;

@Tag("process")
class RedisClusterStoreContractTests extends StoreContractSuite {

	private String namespace = "";

	@Override
	protected int stridesOfDeaths() {
		return 3;
	}

	@Override
	protected StoreBackend newBackend() {
		this.namespace = TestRedis.namespace();
		return new RedisStoreBackend(TestRedisCluster.shared().connectionFactory(), this.namespace);
	}

	@Override
	protected ForeignProgram foreignProgram() {
		return new RedisForeignProgram(this.namespace, TestRedisCluster.shared().connectionFactory());
	}

}
