package io.jobqueue.store.redis;

import java.nio.charset.StandardCharsets;

import io.jobqueue.store.contract.ForeignProgram;
import io.jobqueue.store.raw.RawSource;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A program that fills raw queues by plain commands. */
record RedisForeignProgram(String namespace, RedisConnectionFactory connectionFactory) implements ForeignProgram {

	@Override
	public void put(RawSource source, String text, double score) {
		put(source, text.getBytes(StandardCharsets.UTF_8), score);
	}

	void put(RawSource source, byte[] item, double score) {
		byte[] key = key(source).getBytes(StandardCharsets.UTF_8);
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			switch (source.type()) {
				case LIST -> connection.listCommands().rPush(key, item);
				case SET -> connection.setCommands().sAdd(key, item);
				case SORTED_SET, TIMED_SET -> connection.zSetCommands().zAdd(key, score, item);
			}
		}
	}

	/** As the documentation says. */
	String key(RawSource source) {
		return "{" + this.namespace + ":" + source.queue() + "}:raw:" + source.name();
	}

}
