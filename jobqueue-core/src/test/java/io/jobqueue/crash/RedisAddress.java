package io.jobqueue.crash;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.jobqueue.testsupport.TestRedis;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Where Redis is, as an address such as {@code redis-sentinel://6001,6002/PT10S/ns}.
 *
 * @param kind {@code redis}, {@code redis-sentinel} or {@code redis-cluster}
 * @param ports of the server, the Sentinels or nodes, on the loopback address
 * @param timeout how long a command may take
 * @param namespace the namespace of the store
 */
record RedisAddress(String kind, List<Integer> ports, Duration timeout, String namespace) {

	/** The master that Sentinels watch. */
	static final String MASTER = "jobs";

	/** The default of the client, which is that of an application. */
	static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	static RedisAddress of(String kind, int... ports) {
		return new RedisAddress(kind, IntStream.of(ports).boxed().toList(), DEFAULT_TIMEOUT, TestRedis.namespace());
	}

	static RedisAddress parse(URI uri) {
		String[] path = uri.getPath().split("/");
		return new RedisAddress(uri.getScheme(),
				Arrays.stream(uri.getAuthority().split(",")).map(Integer::valueOf).toList(), Duration.parse(path[1]),
				path[2]);
	}

	RedisAddress withPort(int port) {
		return new RedisAddress(this.kind, List.of(port), this.timeout, this.namespace);
	}

	RedisAddress withTimeout(Duration timeout) {
		return new RedisAddress(this.kind, this.ports, timeout, this.namespace);
	}

	@Override
	public String toString() {
		return this.kind + "://" + this.ports.stream().map(String::valueOf).collect(Collectors.joining(",")) + "/"
				+ this.timeout + "/" + this.namespace;
	}

	/** A started factory. */
	LettuceConnectionFactory connect() {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.commandTimeout(this.timeout)
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration(), client);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private RedisConfiguration configuration() {
		List<RedisNode> nodes = this.ports.stream().map((port) -> new RedisNode("127.0.0.1", port)).toList();
		return switch (this.kind) {
			case "redis-sentinel" -> {
				RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration().master(MASTER);
				nodes.forEach(sentinel::sentinel);
				yield sentinel;
			}
			case "redis-cluster" -> {
				RedisClusterConfiguration cluster = new RedisClusterConfiguration();
				nodes.forEach(cluster::clusterNode);
				yield cluster;
			}
			default -> new RedisStandaloneConfiguration("127.0.0.1", this.ports.get(0));
		};
	}

}
