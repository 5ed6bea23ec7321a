package io.jobqueue.store.redis;

import java.util.List;
import java.util.Set;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The keys of a store whose jobs are all deleted. */
final class RedisLeftovers {

	private RedisLeftovers() {
	}

	/**
	 * Throws if there are other keys than those of queues whose rules were changed, and
	 * the marks of those that were forgotten.
	 */
	static void assertNone(RedisConnectionFactory connections, String namespace) {
		StringRedisTemplate redis = new StringRedisTemplate(connections);
		Set<String> keys = redis.keys("*" + namespace + "[:}]*");
		assertThat(keys).isNotEmpty()
			.allMatch((key) -> key.matches(".*:(format|queues|meta|rates|holds|cooling|groups|forgotten)"));
		assertThat(keys).filteredOn((key) -> key.endsWith(":meta"))
			.allMatch((key) -> List.of("0").equals(redis.opsForHash().multiGet(key, List.of("running"))));
	}

}
