package io.jobqueue.store.redis;

import java.util.List;
import java.util.Set;

import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.walk.StoreWalk;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("process")
class RedisWalkTests extends StoreWalk {

	private final LettuceConnectionFactory connections = TestRedis.shared().connectionFactory();

	private String namespace = "";

	@Override
	protected StoreBackend newBackend() {
		this.namespace = TestRedis.namespace();
		return new RedisStoreBackend(this.connections, this.namespace);
	}

	/**
	 * What is kept of a queue whose rules were changed, and the mark of one that was
	 * forgotten.
	 */
	@Override
	protected void assertIsEmpty() {
		StringRedisTemplate redis = new StringRedisTemplate(this.connections);
		Set<String> keys = redis.keys("*" + this.namespace + "[:}]*");
		assertThat(keys).isNotEmpty()
			.allMatch((key) -> key.matches(".*:(format|queues|meta|rates|holds|cooling|groups|forgotten)"));
		assertThat(keys).filteredOn((key) -> key.endsWith(":meta"))
			.allMatch((key) -> List.of("0").equals(redis.opsForHash().multiGet(key, List.of("running"))));
	}

}
