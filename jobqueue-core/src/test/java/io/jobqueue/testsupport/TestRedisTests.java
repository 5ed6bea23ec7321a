package io.jobqueue.testsupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("process")
class TestRedisTests {

	@Test
	void sharedServerAnswers() {
		try (RedisConnection connection = TestRedis.shared().connectionFactory().getConnection()) {
			assertThat(connection.ping()).isEqualTo("PONG");
		}
	}

	@Test
	void clusterServesKeysOfAllNodes() {
		try (RedisConnection connection = TestRedisCluster.shared().connectionFactory().getConnection()) {
			for (String key : new String[] { "a", "b", "c", "d", "e" }) {
				connection.stringCommands().set(key.getBytes(), key.getBytes());
				assertThat(connection.stringCommands().get(key.getBytes())).asString().isEqualTo(key);
			}
		}
	}

	@Test
	void serverStartsAgainOnItsPort() {
		try (TestRedis redis = TestRedis.start()) {
			redis.stop();
			redis.startAgain();
			try (RedisConnection connection = redis.connectionFactory().getConnection()) {
				assertThat(connection.ping()).isEqualTo("PONG");
			}
		}
	}

}
