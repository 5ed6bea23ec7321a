package io.jobqueue.autoconfigure.redis;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Describes the address of Redis as host and port, without credentials. The factory has
 * precedence over the connection details, because an application may define its own
 * factory.
 */
final class RedisAddress {

	private RedisAddress() {
	}

	/**
	 * Return the address for messages.
	 * @param factory the connection factory
	 * @param details the connection details of the factory of Spring Boot; {@code
	 * null} for another factory
	 */
	static String of(RedisConnectionFactory factory, @Nullable DataRedisConnectionDetails details) {
		if (details != null && details.getMasterReplica() != null) {
			return join(details.getMasterReplica().getNodes());
		}
		if (factory instanceof LettuceConnectionFactory lettuce) {
			return of(lettuce);
		}
		return (details != null) ? of(details) : "the address of the application's own RedisConnectionFactory";
	}

	private static String of(LettuceConnectionFactory factory) {
		RedisSentinelConfiguration sentinel = factory.getSentinelConfiguration();
		if (sentinel != null) {
			return "the sentinels " + joinNodes(sentinel.getSentinels());
		}
		RedisClusterConfiguration cluster = factory.getClusterConfiguration();
		if (cluster != null) {
			return "the cluster " + joinNodes(cluster.getClusterNodes());
		}
		RedisSocketConfiguration socket = factory.getSocketConfiguration();
		return (socket != null) ? "the socket " + socket.getSocket() : factory.getHostName() + ":" + factory.getPort();
	}

	private static String of(DataRedisConnectionDetails details) {
		if (details.getSentinel() != null) {
			return "the sentinels " + join(details.getSentinel().getNodes());
		}
		if (details.getCluster() != null) {
			return "the cluster " + join(details.getCluster().getNodes());
		}
		Standalone standalone = details.getStandalone();
		return (standalone != null) ? standalone.getHost() + ":" + standalone.getPort() : "an unknown address";
	}

	private static String join(List<Node> nodes) {
		return nodes.stream().map((node) -> node.host() + ":" + node.port()).collect(Collectors.joining(", "));
	}

	private static String joinNodes(Collection<RedisNode> nodes) {
		return nodes.stream()
			.map((node) -> node.getHost() + ":" + node.getPort())
			.sorted()
			.collect(Collectors.joining(", "));
	}

}
