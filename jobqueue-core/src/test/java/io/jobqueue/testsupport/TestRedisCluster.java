package io.jobqueue.testsupport;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.awaitility.Awaitility;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A Redis Cluster of three nodes without replicas on the loopback address, shared by all
 * tests of this JVM.
 */
public final class TestRedisCluster implements AutoCloseable {

	private static final int SLOTS = 16_384;

	private final List<TestRedis> nodes;

	private final LettuceConnectionFactory connectionFactory;

	private TestRedisCluster() {
		this.nodes = Stream.generate(() -> TestRedis.start("cluster-enabled yes")).limit(3).toList();
		try (RedisClient client = RedisClient.create()) {
			IntStream.range(0, this.nodes.size()).forEach((index) -> join(client, index));
			this.nodes.forEach((node) -> awaitWhole(client, node));
		}
		this.connectionFactory = connect();
	}

	public static TestRedisCluster shared() {
		return Shared.CLUSTER;
	}

	/** The nodes as {@code host:port}. */
	public List<String> nodes() {
		return this.nodes.stream().map((node) -> node.host() + ":" + node.port()).toList();
	}

	public LettuceConnectionFactory connectionFactory() {
		return this.connectionFactory;
	}

	@Override
	public void close() {
		this.connectionFactory.destroy();
		this.nodes.forEach(TestRedis::close);
	}

	private void join(RedisClient client, int index) {
		int count = this.nodes.size();
		try (StatefulRedisConnection<String, String> connection = connect(client, this.nodes.get(index))) {
			connection.sync()
				.clusterAddSlots(IntStream.range(SLOTS * index / count, SLOTS * (index + 1) / count).toArray());
			connection.sync().clusterMeet(this.nodes.get(0).host(), this.nodes.get(0).port());
		}
	}

	private void awaitWhole(RedisClient client, TestRedis node) {
		try (StatefulRedisConnection<String, String> connection = connect(client, node)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> connection.sync().clusterInfo(),
						(info) -> info.contains("cluster_state:ok") && info.contains("cluster_size:3"));
		}
	}

	private static StatefulRedisConnection<String, String> connect(RedisClient client, TestRedis node) {
		return client.connect(RedisURI.create(node.host(), node.port()));
	}

	private LettuceConnectionFactory connect() {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.commandTimeout(Duration.ofSeconds(10))
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(new RedisClusterConfiguration(nodes()), client);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private static final class Shared {

		private static final TestRedisCluster CLUSTER = new TestRedisCluster();

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
		}

	}

}
