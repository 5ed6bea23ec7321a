package io.jobqueue.store.redis.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Replaces a shared connection that broke without notice, because a firewall dropped it
 * or its host was lost. Each command then times out. The client would use the connection
 * until the operating system closes it, which takes 15 minutes, or never happens behind a
 * proxy. The criterion is a command that timed out while its connection received no
 * answer at all.
 * <p>
 * Not in a Cluster: there the client learns of a promoted replica by its own attempts to
 * reconnect to the lost node, which a new connection would not make.
 */
final class ConnectionReplacement {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionReplacement.class);

	private static final int MAX_QUEUES = 10_000;

	private final RedisConnectionFactory factory;

	private final Map<String, Long> answered = new ConcurrentHashMap<>();

	private long replacedNanos = System.nanoTime();

	ConnectionReplacement(RedisConnectionFactory factory) {
		this.factory = factory;
	}

	void answered(String queue) {
		if (this.answered.size() < MAX_QUEUES || this.answered.containsKey(queue)) {
			this.answered.put(queue, System.nanoTime());
		}
	}

	/** A command that was sent at that time has failed. */
	void failed(String queue, long sentNanos, RuntimeException failure) {
		Long last = this.answered.get(queue);
		boolean silent = last == null || last - sentNanos < 0;
		if (silent && RedisFailures.isTimeout(failure) && this.factory instanceof LettuceConnectionFactory lettuce
				&& !lettuce.isClusterAware()) {
			replace(lettuce, sentNanos);
		}
	}

	/** Once for all commands that waited in it. */
	private synchronized void replace(LettuceConnectionFactory lettuce, long sentNanos) {
		if (this.replacedNanos - sentNanos > 0) {
			return;
		}
		this.replacedNanos = System.nanoTime();
		logger.debug("Redis answered nothing for as long as a command may take: its connection is replaced");
		lettuce.resetConnection();
	}

}
