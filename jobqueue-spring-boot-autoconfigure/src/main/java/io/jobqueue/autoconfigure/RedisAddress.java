package io.jobqueue.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;

/**
 * Where Redis is looked for, as host and port: credentials stay out of messages.
 */
final class RedisAddress {

	private RedisAddress() {
	}

	static String of(@Nullable DataRedisConnectionDetails details) {
		if (details == null) {
			return "the address of the application's own RedisConnectionFactory";
		}
		if (details.getSentinel() != null) {
			return "the sentinels " + join(details.getSentinel().getNodes());
		}
		if (details.getCluster() != null) {
			return "the cluster " + join(details.getCluster().getNodes());
		}
		if (details.getMasterReplica() != null) {
			return join(details.getMasterReplica().getNodes());
		}
		Standalone standalone = details.getStandalone();
		return (standalone != null) ? standalone.getHost() + ":" + standalone.getPort() : "an unknown address";
	}

	private static String join(List<Node> nodes) {
		return nodes.stream().map((node) -> node.host() + ":" + node.port()).collect(Collectors.joining(", "));
	}

}
