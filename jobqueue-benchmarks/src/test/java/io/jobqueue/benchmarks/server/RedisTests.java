package io.jobqueue.benchmarks.server;

import java.util.Set;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("process")
class RedisTests {

	@Test
	void aServerThatIsThereIsUsedOnlyIfItIsEmpty() {
		try (Redis own = new Redis();
				RedisClient client = RedisClient.create("redis://" + own.address());
				StatefulRedisConnection<String, String> connection = client.connect()) {
			try (Redis there = new Redis(own.address())) {
				assertThat(there.address()).isEqualTo(own.address());
			}
			connection.sync().set("key", "value");
			assertThatIllegalArgumentException().isThrownBy(() -> new Redis(own.address()))
				.withMessageContaining("1 keys");
		}
	}

	@Test
	void commandsInsideScriptsAreCountedAndCallsAreNot() {
		try (Redis redis = new Redis();
				RedisClient client = RedisClient.create("redis://" + redis.address());
				StatefulRedisConnection<String, String> connection = client.connect()) {
			Set<String> own = Set.of("eval");
			Server.Work before = redis.work(own);
			connection.sync()
				.eval("redis.call('SET','a','1') redis.call('GET','a') return 1", ScriptOutputType.INTEGER);
			Server.Work work = redis.work(own).minus(before);
			assertThat(work.calls()).isOne();
			assertThat(work.commands()).isEqualTo(3);
		}
	}

}
