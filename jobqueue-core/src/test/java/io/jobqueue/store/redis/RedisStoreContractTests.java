package io.jobqueue.store.redis;

import java.util.List;
import java.util.Objects;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.contract.StoreContractSuite;
import io.jobqueue.testsupport.TestBackend;
import io.jobqueue.testsupport.TestRedis;
import io.jobqueue.testsupport.TestServer;
import io.jobqueue.testsupport.TestServers;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("servers")
@Tag("process")
class RedisStoreContractTests extends StoreContractSuite {

	private static @Nullable TestRedis redis;

	private String namespace = "";

	@Parameter
	private TestServer server;

	static List<TestServer> servers() {
		return TestServers.versions(TestBackend.REDIS);
	}

	@AfterParameterizedClassInvocation
	static void close(TestServer server) {
		if (redis != null) {
			redis.close();
			redis = null;
		}
		server.release();
	}

	@Override
	protected StoreBackend newBackend() {
		if (redis == null) {
			redis = TestRedis.at(this.server);
		}
		this.namespace = TestRedis.namespace();
		return new RedisStoreBackend(redis.connectionFactory(), this.namespace);
	}

	@Override
	protected ForeignProgram foreignProgram() {
		return new RedisForeignProgram(this.namespace, Objects.requireNonNull(redis).connectionFactory());
	}

}
