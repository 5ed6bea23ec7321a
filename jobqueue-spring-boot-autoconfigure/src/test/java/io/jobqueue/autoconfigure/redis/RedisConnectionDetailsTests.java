package io.jobqueue.autoconfigure.redis;

import io.jobqueue.autoconfigure.Contexts;
import io.jobqueue.testsupport.TestRedis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Where jobs connect to, and what messages say of it: details that are a bean, as those
 * of a container are, come before properties.
 */
@Tag("process")
class RedisConnectionDetailsTests {

	private final ApplicationContextRunner runner = Contexts.jobQueue()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
		.withPropertyValues("jobqueue.namespace=" + TestRedis.namespace());

	@Test
	void detailsComeBeforeProperties() {
		TestRedis redis = TestRedis.shared();
		this.runner.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:1")
			.withBean(DataRedisConnectionDetails.class, () -> new Details(redis.port()))
			.run((context) -> assertThat(context.getBean(RedisStartCheck.class).details()).containsEntry("address",
					"127.0.0.1:" + redis.port()));
	}

	@Test
	void messagesNameTheAddressOfTheDetails() {
		this.runner.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:" + TestRedis.shared().port())
			.withBean(DataRedisConnectionDetails.class, () -> new Details(1))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageStartingWith("Redis at 127.0.0.1:1 cannot be used"));
	}

	@Test
	void messagesNameTheAddressOfAFactoryOfTheApplication() {
		this.runner.withPropertyValues("spring.data.redis.url=redis://127.0.0.1:" + TestRedis.shared().port())
			.withBean(RedisConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageStartingWith("Redis at 127.0.0.1:1 cannot be used"));
	}

	@Test
	void addressesOfAllKinds() {
		RedisClusterConfiguration cluster = new RedisClusterConfiguration().clusterNode("b", 2).clusterNode("a", 1);
		RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration().master("m").sentinel("s", 3);
		RedisSocketConfiguration socket = new RedisSocketConfiguration("/run/redis");
		assertThat(RedisAddress.of(new LettuceConnectionFactory(cluster), null)).isEqualTo("the cluster a:1, b:2");
		assertThat(RedisAddress.of(new LettuceConnectionFactory(sentinel), null)).isEqualTo("the sentinels s:3");
		assertThat(RedisAddress.of(new LettuceConnectionFactory(socket), null)).isEqualTo("the socket /run/redis");
		assertThat(RedisAddress.of(mock(RedisConnectionFactory.class), new Details(4))).isEqualTo("127.0.0.1:4");
		assertThat(RedisAddress.of(mock(RedisConnectionFactory.class), null)).contains("RedisConnectionFactory");
	}

	private record Details(int port) implements DataRedisConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of("127.0.0.1", this.port);
		}

	}

}
